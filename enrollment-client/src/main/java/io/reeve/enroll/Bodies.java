package io.reeve.enroll;

import java.util.Base64;
import java.util.List;
import java.util.Map;

/// The bodies of the three requests.
final class Bodies {
  /// The protocol version this client speaks.
  static final String REQUEST_VERSION = "5.0";

  private static final String DEVICE_TYPE = "CIMClient_Windows";

  private Bodies() {}

  static String discover(String mail, DeviceFacts facts, List<AuthPolicy> offered) {
    var xml = new Xml();
    xml.open("Discover", "xmlns", Uris.DISCOVERY)
        .open("request")
        .leaf("EmailAddress", mail)
        .leaf("RequestVersion", REQUEST_VERSION)
        .leaf("DeviceType", DEVICE_TYPE)
        .leaf("ApplicationVersion", facts.applicationVersion())
        .leaf("OSEdition", String.valueOf(facts.osEdition()))
        .open("AuthPolicies");
    offered.forEach(policy -> xml.leaf("AuthPolicy", policy.wire()));
    return xml.close("AuthPolicies").close("request").close("Discover").toString();
  }

  static String getPolicies() {
    return new Xml()
        .open("GetPolicies", "xmlns", Uris.POLICY, "xmlns:xsi", Uris.XSI)
        .open("client")
        .leaf("lastUpdate", "", "xsi:nil", "true")
        .leaf("preferredLanguage", "", "xsi:nil", "true")
        .close("client")
        .leaf("requestFilter", "", "xsi:nil", "true")
        .close("GetPolicies")
        .toString();
  }

  /// @param requestType `Issue` or `Renew`
  /// @param valueType of the token
  /// @param token the certificate request, or the signed one of a renewal
  static String requestToken(
      String requestType,
      String valueType,
      byte[] token,
      EnrollmentType type,
      DeviceFacts facts,
      Map<String, String> further) {
    var xml = new Xml();
    xml.open("wst:RequestSecurityToken")
        .leaf("wst:TokenType", Uris.DEVICE_TOKEN)
        .leaf("wst:RequestType", requestType)
        .leaf(
            "wsse:BinarySecurityToken",
            Base64.getEncoder().encodeToString(token),
            "ValueType",
            valueType,
            "EncodingType",
            Uris.BASE64)
        .open("ac:AdditionalContext");
    item(xml, "OSEdition", String.valueOf(facts.osEdition()));
    item(xml, "OSVersion", facts.osVersion());
    item(xml, "DeviceName", facts.name());
    facts.macs().forEach(mac -> item(xml, "MAC", mac));
    item(xml, "EnrollmentType", type.wire());
    item(xml, "DeviceType", DEVICE_TYPE);
    item(xml, "ApplicationVersion", facts.applicationVersion());
    item(xml, "DeviceID", facts.deviceId());
    item(xml, "HWDevID", facts.hardwareId());
    item(xml, "Locale", facts.locale());
    further.forEach((name, value) -> item(xml, name, value));
    return xml.close("ac:AdditionalContext").close("wst:RequestSecurityToken").toString();
  }

  private static void item(Xml xml, String name, String value) {
    xml.open("ac:ContextItem", "Name", name).leaf("ac:Value", value).close("ac:ContextItem");
  }
}
