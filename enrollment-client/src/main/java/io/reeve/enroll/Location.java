package io.reeve.enroll;

import io.reeve.enroll.EnrollmentRequest.Target;
import io.reeve.enroll.Exchange.Answer;
import io.reeve.enroll.Exchange.Call;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Finds the discovery service: by GET, before anything about user or device is sent.
///
/// A redirect is followed only when the server that gave it has proved who it is, and only to
/// `https`. Where the certificate of a name derived from a mail address is not trusted, plain HTTP
/// is asked where it points to; that is told to the person and never followed by itself.
final class Location {
  private static final int MOST_REDIRECTS = 5;
  private static final Map<String, String> HEADERS =
      Map.of("User-Agent", "ENROLLClient", "Pragma", "no-cache");

  private final Exchange exchange;
  private final SSLContext tls;

  Location(Exchange exchange, SSLContext tls) {
    this.exchange = exchange;
    this.tls = tls;
  }

  /// The address to post Discover to.
  ///
  /// @param notes takes what is worth a log line
  URI find(Target target, List<String> notes) throws IOException, RefusedException {
    var start = start(target);
    try {
      return follow(start, notes);
    } catch (UntrustedServerException e) {
      throw target instanceof Target.Mail ? explained(start, e) : e;
    } catch (ExchangeException e) {
      throw target instanceof Target.Mail ? withMailHint(start, e) : e;
    }
  }

  private static URI start(Target target) throws RefusedException {
    return switch (target) {
      case Target.Server(var address) ->
          Addresses.typed(address)
              .orElseThrow(() ->
                  new RefusedException(
                      Hresult.CONNECTIVITY,
                      "'" + address + "' is no https address of an enrolment service",
                      "give one as https://mdm.example.org/EnrollmentServer/Discovery.svc"));
      case Target.Mail(var address) ->
          Addresses.ofMail(address)
              .orElseThrow(() ->
                  new RefusedException(
                      Hresult.CONNECTIVITY,
                      "'" + address + "' is no mail address",
                      "give one as ann@example.org, or the service's address with --server"));
    };
  }

  private URI follow(URI start, List<String> notes) throws IOException, RefusedException {
    var here = start;
    for (int i = 0; i <= MOST_REDIRECTS; i++) {
      var answer = exchange.send(probe(here));
      var there = redirect(answer);
      if (there.isEmpty()) {
        noteOddAnswer(here, answer, notes);
        return here;
      }
      here = accepted(here, there.get());
      notes.add("discovery was sent on to " + here);
    }
    throw new RefusedException(
        Hresult.CONNECTIVITY,
        start.getHost() + " sends discovery on and on, over " + MOST_REDIRECTS + " times",
        "ask for the service's address and give it with --server");
  }

  /// Some services answer only to POST, so any other status is no reason to stop.
  private static void noteOddAnswer(URI here, Answer answer, List<String> notes) {
    if (answer.status() / 100 != 2) {
      notes.add("the discovery probe of " + here + " was answered by HTTP " + answer.status());
    }
  }

  private static URI accepted(URI here, String there) throws RefusedException {
    try {
      var target = Addresses.https(here.resolve(there.strip()).toString());
      if (target.isPresent()) {
        return target.get();
      }
    } catch (IllegalArgumentException _) {
      // falls to the refusal below
    }
    throw new RefusedException(
        Hresult.CONNECTIVITY,
        here.getHost() + " sends discovery on to an address that is not https",
        "ask for the service's address and give it with --server");
  }

  private static Optional<String> redirect(Answer answer) {
    return switch (answer.status()) {
      case 301, 302, 303, 307, 308 -> answer.header("location");
      default -> Optional.empty();
    };
  }

  private Call probe(URI uri) {
    return new Call("GET", uri, HEADERS, HttpBody.NONE, tls, Soap.DEADLINE);
  }

  private UntrustedServerException explained(URI start, UntrustedServerException e) {
    var hint =
        plainRedirect(start)
            .map(target ->
                "over plain HTTP, which anybody on the way can forge, it points to "
                    + target
                    + "; if you know that this is your organisation's service, give it with "
                    + "--server")
            .orElse("ask for the service's address and give it with --server; " + e.hint());
    return new UntrustedServerException(e.reason(), message(e), hint, e);
  }

  private Optional<URI> plainRedirect(URI start) {
    try {
      var plain = URI.create("http://" + start.getHost() + start.getRawPath());
      return redirect(exchange.send(probe(plain))).flatMap(Addresses::https);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static ExchangeException withMailHint(URI start, ExchangeException e) {
    return new ExchangeException(
        e.reason(),
        "no enrolment service was found for this mail address: " + message(e),
        "ask for the service's address and give it with --server, or have the name "
            + start.getHost()
            + " published",
        e);
  }

  private static String message(ExchangeException e) {
    var message = e.getMessage();
    return message == null ? e.reason().name() : message;
  }
}
