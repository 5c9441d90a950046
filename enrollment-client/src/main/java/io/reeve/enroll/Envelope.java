package io.reeve.enroll;

import java.net.URI;
import java.util.UUID;

/// Writes requests the way Windows does, which is how servers in the field read them: SOAP 1.2
/// under the prefix `s`, WS-Addressing under `a`, both declared on the envelope.
///
/// @param action what is asked for
/// @param id the message's id
/// @param to the address it is posted to
/// @param security the content of the `wsse:Security` header; empty for none
/// @param body the content of the body
record Envelope(String action, UUID id, URI to, String security, String body) {
  String xml() {
    var xml = new Xml();
    xml.open(
        "s:Envelope",
        "xmlns:s",
        Uris.SOAP,
        "xmlns:a",
        Uris.ADDRESSING,
        "xmlns:u",
        Uris.WSU,
        "xmlns:wsse",
        Uris.WSSE,
        "xmlns:wst",
        Uris.WST,
        "xmlns:ac",
        Uris.CONTEXT);
    xml.open("s:Header")
        .leaf("a:Action", action, "s:mustUnderstand", "1")
        .leaf("a:MessageID", "urn:uuid:" + id)
        .open("a:ReplyTo")
        .leaf("a:Address", Uris.ANONYMOUS)
        .close("a:ReplyTo")
        .leaf("a:To", to.toString(), "s:mustUnderstand", "1");
    if (!security.isEmpty()) {
      xml.open("wsse:Security", "s:mustUnderstand", "1").raw(security).close("wsse:Security");
    }
    return xml.close("s:Header")
        .open("s:Body")
        .raw(body)
        .close("s:Body")
        .close("s:Envelope")
        .toString();
  }

  /// Names the action only: the rest may hold a secret.
  @Override
  public String toString() {
    return "Envelope[" + action + " to " + to.getHost() + "]";
  }
}
