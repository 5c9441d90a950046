package io.reeve.enroll;

import io.reeve.enroll.xml.XmlElement;
import java.util.Base64;
import java.util.Locale;

/// Takes the provisioning document out of the answer to RequestSecurityToken.
final class TokenResponse {
  private static final String WHAT = "the service's answer to the certificate request";

  private TokenResponse() {}

  static byte[] document(XmlElement envelope) throws RefusedException {
    var body = envelope.child("Body").orElseThrow(() -> broken("it has no body"));
    var holder = body.child("RequestSecurityTokenResponseCollection").orElse(body);
    var responses = holder.all("RequestSecurityTokenResponse").toList();
    if (responses.size() != 1) {
      throw broken("it has " + responses.size() + " responses and not one");
    }
    var response = responses.getFirst();
    require(response.child("TokenType").map(XmlElement::trimmed).orElse(""), Uris.DEVICE_TOKEN);
    var token =
        response
            .at("RequestedSecurityToken", "BinarySecurityToken")
            .orElseThrow(() ->
                broken(
                    "it has no token; a request that waits for somebody's approval is no part "
                        + "of this protocol"));
    require(token.attributes().getOrDefault("ValueType", ""), "/DeviceEnrollmentProvisionDoc");
    try {
      return Base64.getDecoder().decode(token.text().replaceAll("\\s", ""));
    } catch (IllegalArgumentException _) {
      throw broken("its token is not base64");
    }
  }

  /// Compares the last part of a type only, as some services leave out a piece in the middle; a
  /// missing type is let pass.
  private static void require(String type, String wanted) throws RefusedException {
    var last = wanted.substring(wanted.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    if (!type.isEmpty() && !type.strip().toLowerCase(Locale.ROOT).endsWith("/" + last)) {
      throw broken("its type is '" + type.strip() + "'");
    }
  }

  private static RefusedException broken(String why) {
    return RefusedException.broken(WHAT, why);
  }
}
