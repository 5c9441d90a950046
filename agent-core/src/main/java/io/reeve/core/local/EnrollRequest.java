package io.reeve.core.local;

import java.util.Optional;

/// What a person gives to enrol. Exactly one of server and mail; at most one kind of credential.
/// Secrets travel in it, so its text form says nothing of them.
///
/// @param server the discovery address, or a host name
/// @param mail the mail address whose domain tells the discovery address
/// @param user the user name that goes with the password; the mail address when absent
/// @param password for the policy OnPremise, or of the identity file
/// @param token an enrolment token, sent as a BinarySecurityToken even where discovery answered
///   OnPremise
/// @param tokenType the token's ValueType; DeviceEnrollmentUserToken when absent
/// @param identity a PKCS#12 file, as base64, with the user's certificate and key, for the policy
///   Certificate
/// @param trustedRoots PEM text of the roots to trust instead of the system's
public record EnrollRequest(
    Optional<String> server,
    Optional<String> mail,
    Optional<String> user,
    Optional<String> password,
    Optional<String> token,
    Optional<String> tokenType,
    Optional<String> identity,
    Optional<String> trustedRoots) {
  @Override
  public String toString() {
    return "EnrollRequest[" + server.or(() -> mail).orElse("nowhere") + "]";
  }
}
