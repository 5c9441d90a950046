package io.reeve.enroll;

import java.util.Arrays;
import java.util.Optional;

/// The result codes of enrolment, with the names servers use for them, what they mean and what to
/// do. One row each; the reference's table.
enum Hresult {
  MESSAGE_FORMAT(
      0x80180001,
      "MessageFormat",
      "the service cannot read the request",
      "check that the address is that of an enrolment service; its log says more",
      false),
  AUTHENTICATION(
      0x80180002,
      "Authentication",
      "the service does not know the user, or the password or token is wrong",
      "check user name and password, or have a new token issued, and try again",
      false),
  AUTHORIZATION(
      0x80180003,
      "Authorization",
      "the user may not enrol devices",
      "ask the service's administrator to allow it",
      false),
  CERTIFICATE_REQUEST(
      0x80180004,
      "CertificateRequest",
      "the service's certificate authority failed",
      "try again later; if it stays, tell the service's administrator",
      true),
  ENROLLMENT_SERVER(
      0x80180005,
      "EnrollmentServer",
      "the service has an error of its own",
      "try again later; if it stays, tell the service's administrator",
      true),
  INTERNAL_SERVICE_FAULT(
      0x80180006,
      "InternalServiceFault",
      "the service met an unexpected error",
      "try again later; if it stays, tell the service's administrator",
      true),
  INVALID_SECURITY(
      0x80180007,
      "InvalidSecurity",
      "the service cannot read the credential",
      "it may want another kind of credential (password, token or certificate), or this machine's "
          + "clock is wrong",
      false),
  UNKNOWN(
      0x80180008,
      "",
      "the service failed without a known reason",
      "its log says more; the code and text here help to find the entry",
      false),
  IN_PROGRESS(0x80180009, "", "an enrolment is already running", "wait until it has ended", true),
  ALREADY_ENROLLED(
      0x8018000A, "", "this machine is already enrolled", "run 'reeve unenroll' first", false),
  DISCOVERY_CERTIFICATE_DATE(
      0x8018000D,
      "",
      "the discovery server's certificate is not valid at this time",
      "check this machine's clock; else the service's administrator must renew the certificate",
      false),
  PASSWORD_NEEDED(
      0x8018000E,
      "",
      "the service wants a user name and password",
      "give them with --user and --password-file",
      false),
  WEB_SIGN_IN(
      0x8018000F,
      "",
      "the service wants its web sign-in page to be used",
      "sign in there and give the token with --token-file",
      false),
  CONNECTIVITY(0x80180010, "", "no enrolment service was found", "check the address", true),
  TLS_CERTIFICATE(
      0x80180012,
      "",
      "the server's certificate is not trusted",
      "give the root of your organisation with --ca",
      false),
  DEVICE_CAP_REACHED(
      0x80180013,
      "DeviceCapReached",
      "the user has as many devices enrolled as are allowed",
      "remove a device in the service, or ask its administrator to raise the limit",
      false),
  DEVICE_NOT_SUPPORTED(
      0x80180014,
      "DeviceNotSupported",
      "the service does not take this kind or version of system",
      "ask the service's administrator which systems it takes",
      false),
  NOT_SUPPORTED(
      0x80180015,
      "NotSupported",
      "the service does not offer device management for this account",
      "ask the service's administrator to turn it on",
      false),
  NOT_ELIGIBLE_TO_RENEW(
      0x80180016,
      "NotEligibleToRenew",
      "the service refuses to renew this device's certificate",
      "check this machine's clock; if it is right, unenrol and enrol again",
      false),
  IN_MAINTENANCE(
      0x80180017, "InMaintenance", "the service is under maintenance", "try again later", true),
  USER_LICENSE(
      0x80180018,
      "UserLicense",
      "there is a problem with the user's licence for device management",
      "ask the service's administrator to assign one",
      false),
  INVALID_ENROLLMENT_DATA(
      0x80180019,
      "InvalidEnrollmentData",
      "the service rejects the enrolment data",
      "its log says which part; tell the service's administrator",
      false),
  CUSTOM_SERVER_ERROR(
      0x80180032,
      "CustomServerError",
      "the service refuses with a message of its own",
      "do what the message says, or ask the service's administrator",
      false);

  private final int code;
  private final String wire;
  private final String sentence;
  private final String hint;
  private final boolean retryable;

  Hresult(int code, String wire, String sentence, String hint, boolean retryable) {
    this.code = code;
    this.wire = wire;
    this.sentence = sentence;
    this.hint = hint;
    this.retryable = retryable;
  }

  /// The row a server names by subcode or ErrorType, in any letter case.
  static Optional<Hresult> named(String wire) {
    return wire.isBlank()
        ? Optional.empty()
        : Arrays.stream(values()).filter(row -> row.wire.equalsIgnoreCase(wire)).findFirst();
  }

  int code() {
    return code;
  }

  /// As people look it up: `0x80180003`.
  String text() {
    return text(code);
  }

  static String text(int code) {
    return "0x%08X".formatted(code);
  }

  /// Windows' code for an answer of plain HTTP.
  static int ofHttp(int status) {
    return 0x80190000 + status;
  }

  String sentence() {
    return sentence;
  }

  String hint() {
    return hint;
  }

  boolean retryable() {
    return retryable;
  }
}
