package io.reeve.enroll;

/// The names of the protocols, as they stand in envelopes.
final class Uris {
  static final String SOAP = "http://www.w3.org/2003/05/soap-envelope";
  static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";
  static final String ANONYMOUS = ADDRESSING + "/anonymous";
  static final String DISCOVERY =
      "http://schemas.microsoft.com/windows/management/2012/01/enrollment";
  static final String POLICY = "http://schemas.microsoft.com/windows/pki/2009/01/enrollmentpolicy";
  static final String ENROLLMENT = "http://schemas.microsoft.com/windows/pki/2009/01/enrollment";
  static final String CONTEXT = "http://schemas.xmlsoap.org/ws/2006/12/authorization";
  static final String WST = "http://docs.oasis-open.org/ws-sx/ws-trust/200512";
  private static final String WSS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-";
  static final String WSSE = WSS + "wssecurity-secext-1.0.xsd";
  static final String WSU = WSS + "wssecurity-utility-1.0.xsd";
  static final String DSIG = "http://www.w3.org/2000/09/xmldsig#";
  static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

  static final String DISCOVER = DISCOVERY + "/IDiscoveryService/Discover";
  static final String GET_POLICIES = POLICY + "/IPolicy/GetPolicies";
  static final String REQUEST_TOKEN = ENROLLMENT + "/RST/wstep";

  private static final String CONFIGURATION_MANAGER =
      "http://schemas.microsoft.com/5.0.0.0/ConfigurationManager/Enrollment/";
  static final String USER_TOKEN = CONFIGURATION_MANAGER + "DeviceEnrollmentUserToken";
  static final String DEVICE_TOKEN = CONFIGURATION_MANAGER + "DeviceEnrollmentToken";
  static final String X509V3 = WSS + "x509-token-profile-1.0#X509v3";
  static final String X509 = WSS + "x509-token-profile-1.0#X509";
  static final String PKCS10 = ENROLLMENT + "#PKCS10";
  static final String PKCS7 = WSSE + "#PKCS7";
  static final String BASE64 = WSSE + "#base64binary";
  static final String PASSWORD_TEXT = WSS + "username-token-profile-1.0#PasswordText";
  static final String ISSUE = WST + "/Issue";
  static final String RENEW = WST + "/Renew";

  private Uris() {}
}
