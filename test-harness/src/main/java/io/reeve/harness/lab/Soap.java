package io.reeve.harness.lab;

import io.reeve.enroll.HttpBody;
import io.reeve.enroll.xml.XmlElement;
import io.reeve.harness.lab.LabDialect.Fault;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.xml.stream.XMLStreamException;

/// SOAP 1.2 as MS-MDE2 uses it.
final class Soap {
  static final String DISCOVERY =
      "http://schemas.microsoft.com/windows/management/2012/01/enrollment";
  static final String POLICY = "http://schemas.microsoft.com/windows/pki/2009/01/enrollmentpolicy";
  static final String ENROLLMENT = "http://schemas.microsoft.com/windows/pki/2009/01/enrollment";
  static final String WSSE =
      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
  static final String BASE64 = WSSE + "#base64binary";
  static final String CONFIGURATION =
      "http://schemas.microsoft.com/5.0.0.0/ConfigurationManager/Enrollment/";
  static final String TRUST = "http://docs.oasis-open.org/ws-sx/ws-trust/200512";

  private static final String CONTENT_TYPE = "application/soap+xml; charset=utf-8";
  private static final int MAX_BYTES = 512 * 1024;
  private static final int MAX_DEPTH = 32;

  private Soap() {}

  /// A request.
  ///
  /// @param message its MessageID; empty when it has none
  /// @param security the header's Security element, or an empty one
  /// @param body the only element in the Body
  /// @param bytes the request as it came, for its signature
  record Request(String message, XmlElement security, XmlElement body, HttpBody bytes) {
    /// The trimmed text of the first element of that name in the body; empty when there is none.
    String value(String name) {
      return body.find(name).map(XmlElement::trimmed).orElse("");
    }
  }

  /// The request is refused with that fault.
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Fault fault;

    Refused(Fault fault) {
      super(fault.subcode() + ": " + fault.text());
      this.fault = fault;
    }

    Fault fault() {
      return fault;
    }
  }

  static Refused refused(String subcode, String text) {
    return new Refused(new Fault(subcode, "", text));
  }

  static Refused refused(String subcode, String errorType, String text) {
    return new Refused(new Fault(subcode, errorType, text));
  }

  /// Reads a request whose body is an element of that name.
  ///
  /// @param strict whether to insist on the prefixes that some servers insist on
  static Request read(HttpBody body, String operation, boolean strict) throws Refused {
    XmlElement envelope;
    try {
      envelope = XmlElement.read(body.bytes(), MAX_BYTES, MAX_DEPTH);
    } catch (XMLStreamException malformed) {
      throw refused("MessageFormat", "not a SOAP message: " + malformed.getMessage());
    }
    var inner = envelope.child("Body").map(XmlElement::children).orElse(List.of());
    if (!envelope.name().equals("Envelope")
        || inner.size() != 1
        || !inner.getFirst().name().equals(operation)) {
      throw refused("MessageFormat", "the body must hold exactly one " + operation);
    }
    if (strict) {
      checkPrefixes(envelope, inner.getFirst());
    }
    return new Request(
        envelope.at("Header", "MessageID").map(XmlElement::trimmed).orElse(""),
        envelope
            .at("Header", "Security")
            .orElseGet(() -> new XmlElement("Security", Map.of(), inner.subList(0, 0), "")),
        inner.getFirst(),
        body);
  }

  private static void checkPrefixes(XmlElement envelope, XmlElement operation) throws Refused {
    for (var prefix : new String[] {"s", "a"}) {
      if (envelope.attributes().getOrDefault(prefix, "").isEmpty()) {
        throw refused(
            "messageformat", "invalid SOAP header: XMLNS" + prefix.toUpperCase(Locale.ROOT));
      }
    }
    for (var path : new String[][] {{"Action"}, {"MessageID"}, {"ReplyTo", "Address"}, {"To"}}) {
      var found = envelope.child("Header").flatMap(header -> header.at(path));
      if (found.map(XmlElement::trimmed).orElse("").isEmpty()) {
        throw refused("messageformat", "invalid SOAP header: " + String.join("/", path));
      }
    }
    if (!operation.name().equals("RequestSecurityToken")
        && operation.attributes().getOrDefault("xmlns", "").isEmpty()) {
      throw refused("messageformat", "invalid body: " + operation.name() + " without xmlns");
    }
  }

  /// A good answer.
  ///
  /// @param body the XML inside the Body
  static WebReply reply(String action, String message, String body, boolean sloppy) {
    var mark =
        sloppy
            ? "<Action mustUnderstand=\"1\">%s</Action>"
            : "<a:Action s:mustUnderstand=\"1\">%s</a:Action>";
    return envelope(200, mark.formatted(action), message, body, sloppy);
  }

  /// A fault, as section 10 of MS-MDE2 has it or, sloppy, as it is seen.
  static WebReply fault(Fault fault, String message, boolean sloppy) {
    var detail =
        fault.errorType().isEmpty()
            ? ""
            : """
            <s:Detail><DeviceEnrollmentServiceError xmlns="%s"><ErrorType>%s</ErrorType>\
            <Message>%s</Message><TraceId>%s</TraceId></DeviceEnrollmentServiceError></s:Detail>\
            """
                .formatted(
                    ENROLLMENT,
                    Markup.text(fault.errorType()),
                    Markup.text(fault.text()),
                    UUID.randomUUID());
    var body =
        """
        <s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>%s:%s</s:Value></s:Subcode></s:Code>\
        <s:Reason><s:Text xml:lang="en-us">%s</s:Text></s:Reason>%s</s:Fault>\
        """
            .formatted(
                fault.subcode().equals("InternalServiceFault")
                        || fault.subcode().equals("InvalidSecurity")
                    ? "a"
                    : "s",
                Markup.text(fault.subcode()),
                Markup.text(fault.text()),
                detail);
    var action = ENROLLMENT + "/RSTRC/wstep";
    return sloppy
        ? envelope(
            200,
            "<Action mustUnderstand=\"1\">" + action + "</Action>",
            message,
            lower(fault, detail),
            true)
        : envelope(
            500,
            "<a:Action s:mustUnderstand=\"1\">" + action + "</a:Action>",
            message,
            body,
            false);
  }

  private static String lower(Fault fault, String detail) {
    return """
    <s:fault>
    \t<s:code>
    \t\t<s:value>s:receiver</s:value>
    \t\t<s:subcode><s:value>s:%s</s:value></s:subcode>
    \t</s:code>
    \t<s:reason><s:text xml:lang="en-us">%s</s:text></s:reason>%s
    </s:fault>\
    """
        .formatted(
            Markup.text(fault.subcode().toLowerCase(Locale.ROOT)),
            Markup.text(fault.text()),
            detail.replace("s:Detail", "s:detail"));
  }

  private static WebReply envelope(
      int status, String action, String message, String body, boolean sloppy) {
    var related = message.isEmpty() ? "invalid_message_id" : Markup.text(message);
    var gap = sloppy ? "\n\t" : "";
    return WebReply.of(
        status,
        CONTENT_TYPE,
        """
        <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" \
        xmlns:a="http://www.w3.org/2005/08/addressing">%s<s:Header>%s<a:RelatesTo>%s</a:RelatesTo>\
        </s:Header>%s<s:Body>%s%s</s:Body></s:Envelope>\
        """
            .formatted(gap, action, related, gap, gap, body));
  }
}
