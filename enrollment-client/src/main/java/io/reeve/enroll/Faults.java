package io.reeve.enroll;

import io.reeve.enroll.EnrollmentResult.Refused;
import io.reeve.enroll.xml.BoundedXml;
import io.reeve.enroll.xml.XmlElement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Turns what a server answers instead of a result into a value with code, sentence and hint. Names
/// are compared in any letter case: servers in the field write `s:fault`.
final class Faults {
  private static final Pattern JSON_TEXT =
      Pattern.compile(
          "\"(?:reason|message|error_description|error)\"\\s*:\\s*\"([^\"\\\\]{1,300})\"");

  private final Redaction redaction;

  Faults(Redaction redaction) {
    this.redaction = redaction;
  }

  /// The fault in a SOAP envelope, if it holds one.
  Optional<Refused> in(XmlElement envelope) {
    return envelope.child("Body").flatMap(body -> body.child("Fault")).map(this::refused);
  }

  private Refused refused(XmlElement fault) {
    var error = fault.find("ErrorType").map(XmlElement::trimmed).orElse("");
    var subcode = BoundedXml.local(subcode(fault));
    var row = Hresult.named(error).or(() -> Hresult.named(subcode)).orElse(Hresult.UNKNOWN);
    var details = new ArrayList<String>();
    said(fault).ifPresent(details::add);
    if (row == Hresult.UNKNOWN) {
      details.add("code '" + redaction.clean(error.isEmpty() ? subcode : error) + "'");
    }
    detail(fault, "ErrorCode").ifPresent(code -> details.add("error " + code));
    detail(fault, "TraceId").ifPresent(id -> details.add("trace " + id));
    return new Refused(row.text(), row.sentence() + suffix(details), row.hint(), row.retryable());
  }

  private static String subcode(XmlElement fault) {
    return fault
        .at("Code", "Subcode", "Value")
        .or(() -> fault.at("Code", "Value"))
        .or(() -> fault.child("faultcode"))
        .map(XmlElement::trimmed)
        .orElse("");
  }

  private Optional<String> said(XmlElement fault) {
    return fault
        .at("Reason", "Text")
        .or(() -> fault.child("faultstring"))
        .map(XmlElement::trimmed)
        .filter(text -> !text.isEmpty())
        .or(() -> fault.find("Message").map(XmlElement::trimmed))
        .map(redaction::clean)
        .filter(text -> !text.isEmpty())
        .map(text -> "it says \"" + text + "\"");
  }

  private Optional<String> detail(XmlElement fault, String name) {
    return fault
        .child("Detail")
        .flatMap(detail -> detail.find(name))
        .map(XmlElement::trimmed)
        .filter(text -> !text.isEmpty())
        .map(redaction::clean);
  }

  private static String suffix(List<String> details) {
    return details.isEmpty() ? "" : " (" + String.join(", ", details) + ")";
  }

  /// An HTTP status without SOAP.
  Refused http(Exchange.Call call, Exchange.Answer answer) {
    int status = answer.status();
    var where = call.uri().getHost() + " answered HTTP " + status;
    var said = json(answer).map(text -> " (\"" + text + "\")").orElse("");
    return switch (status) {
      case 401 -> row(Hresult.AUTHENTICATION, where + said);
      case 403 -> row(Hresult.AUTHORIZATION, where + said);
      case 301, 302, 303, 307, 308 ->
          new Refused(
              Hresult.text(Hresult.ofHttp(status)),
              where + " to a request: it points to " + location(answer),
              "a redirect is followed only before anything is sent; if that address is right, give "
                  + "it with --server",
              false);
      case 404, 405, 410 ->
          new Refused(
              Hresult.text(Hresult.ofHttp(status)),
              where + ": there is no enrolment service at " + call.uri() + said,
              "check the address, with its path",
              false);
      default ->
          new Refused(
              Hresult.text(Hresult.ofHttp(status)),
              where + said,
              status == 400
                  ? "device management may be turned off in the service; its administrator can tell"
                  : "try again later; if it stays, tell the service's administrator",
              status >= 500 || status == 429);
    };
  }

  private static Refused row(Hresult row, String where) {
    return new Refused(row.text(), row.sentence() + ": " + where, row.hint(), row.retryable());
  }

  /// An answer with a good status that is not the protocol.
  Refused notSoap(Exchange.Call call, Exchange.Answer answer, String why) {
    var type = redaction.clean(answer.body().contentType());
    return new Refused(
        Hresult.CONNECTIVITY.text(),
        "what "
            + call.uri().getHost()
            + " answered is no SOAP message: HTTP "
            + answer.status()
            + (type.isEmpty() ? "" : ", " + type)
            + ", "
            + redaction.clean(why),
        "check that " + call.uri() + " is the address of an enrolment service",
        false);
  }

  private String location(Exchange.Answer answer) {
    return redaction.clean(answer.header("location").orElse("nowhere"));
  }

  private Optional<String> json(Exchange.Answer answer) {
    if (!answer.body().contentType().toLowerCase(Locale.ROOT).contains("json")) {
      return Optional.empty();
    }
    var bytes = answer.body().bytes();
    var text = new String(bytes, 0, Math.min(bytes.length, 4096), StandardCharsets.UTF_8);
    var found = JSON_TEXT.matcher(text);
    var parts = new LinkedHashSet<String>();
    while (found.find()) {
      parts.add(redaction.clean(found.group(1)));
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts));
  }
}
