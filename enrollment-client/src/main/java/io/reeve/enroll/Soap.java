package io.reeve.enroll;

import io.reeve.enroll.Exchange.Answer;
import io.reeve.enroll.Exchange.Call;
import io.reeve.enroll.xml.XmlElement;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.xml.stream.XMLStreamException;

/// Posts envelopes and reads what comes back, whatever its HTTP status.
final class Soap {
  static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String CONTENT_TYPE = "application/soap+xml; charset=utf-8";
  private static final Map<String, String> HEADERS =
      Map.of("User-Agent", "ENROLLClient", "Accept", "application/soap+xml, text/xml");
  private static final int MOST_BYTES = 4 * 1024 * 1024;
  private static final int DEEPEST = 64;

  private final Exchange exchange;
  private final SSLContext tls;
  private final Faults faults;

  Soap(Exchange exchange, SSLContext tls, Faults faults) {
    this.exchange = exchange;
    this.tls = tls;
    this.faults = faults;
  }

  /// The envelope that answers.
  ///
  /// @throws RefusedException when it is a fault, or no envelope
  XmlElement post(URI to, String envelope) throws IOException, RefusedException {
    var body = new HttpBody(CONTENT_TYPE, envelope.getBytes(StandardCharsets.UTF_8));
    var call = new Call("POST", to, HEADERS, body, tls, DEADLINE);
    return read(call, exchange.send(call));
  }

  private XmlElement read(Call call, Answer answer) throws RefusedException {
    boolean good = answer.status() / 100 == 2;
    XmlElement envelope;
    try {
      envelope = XmlElement.read(answer.body().bytes(), MOST_BYTES, DEEPEST);
    } catch (XMLStreamException e) {
      throw new RefusedException(
          good
              ? faults.notSoap(call, answer, String.valueOf(e.getMessage()))
              : faults.http(call, answer));
    }
    if (!envelope.name().equalsIgnoreCase("Envelope")) {
      throw new RefusedException(
          good
              ? faults.notSoap(call, answer, "its root is '" + envelope.name() + "'")
              : faults.http(call, answer));
    }
    var fault = faults.in(envelope);
    if (fault.isPresent()) {
      throw new RefusedException(fault.get());
    }
    if (!good) {
      throw new RefusedException(faults.http(call, answer));
    }
    return envelope;
  }
}
