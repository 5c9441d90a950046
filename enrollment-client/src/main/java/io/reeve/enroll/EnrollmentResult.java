package io.reeve.enroll;

import java.security.cert.X509Certificate;
import java.util.List;

/// How an enrolment ended.
public sealed interface EnrollmentResult {
  /// The machine is enrolled and its identity installed.
  ///
  /// @param account all that sessions need
  /// @param chain the device's certificate, then its issuers
  /// @param where where the private key lives, in a sentence
  /// @param notes things worth a log line, such as parts of the document nobody here knows
  record Enrolled(DmAccount account, List<X509Certificate> chain, String where, List<String> notes)
      implements EnrollmentResult {
    public Enrolled {
      chain = List.copyOf(chain);
      notes = List.copyOf(notes);
    }
  }

  /// The service refused, or what it answered could not be accepted. Nothing was kept.
  ///
  /// @param code the HRESULT as `0x80180003`
  /// @param sentence what happened, with what the service said
  /// @param hint what to do
  /// @param retryable whether trying again later without a change may help
  record Refused(String code, String sentence, String hint, boolean retryable)
      implements EnrollmentResult {}
}
