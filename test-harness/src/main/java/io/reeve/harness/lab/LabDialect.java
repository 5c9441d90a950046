package io.reeve.harness.lab;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/// How the lab deviates from the standard, so that a client can be tried against what servers in
/// the field do. [#STANDARD] deviates in nothing.
///
/// @param sloppy answers as the most used open server does: faults with status 200 and lower-case
///   names, no `Final`, UUID command ids, no statuses for alerts, children in odd orders; and is as
///   strict about prefixes in requests as that server
/// @param authMd5 a session needs `syncml:auth-md5` besides TLS
/// @param noClientCert a session needs no TLS client certificate
/// @param nonceLife how long a nonce of `syncml:auth-md5` is good for
/// @param maxMessage the longest message the lab sends and says it accepts, in bytes
/// @param faults the step of enrolment that fails, and how
public record LabDialect(
    boolean sloppy,
    boolean authMd5,
    boolean noClientCert,
    Duration nonceLife,
    int maxMessage,
    Map<Step, Fault> faults) {

  /// As the specifications have it: TLS client certificate, no further authentication.
  public static final LabDialect STANDARD =
      new LabDialect(false, false, false, Duration.ofMinutes(5), 512 * 1024, Map.of());

  public LabDialect {
    faults = Map.copyOf(faults);
    if (maxMessage < 2048) {
      throw new IllegalArgumentException("a message of " + maxMessage + " bytes holds nothing");
    }
  }

  /// A step of enrolment that can be made to fail.
  public enum Step {
    DISCOVER,
    POLICIES,
    ENROLL,
    RENEW
  }

  /// A fault of MS-MDE2.
  ///
  /// @param subcode such as `Authorization` or `MessageFormat`
  /// @param errorType such as `DeviceCapReached`; empty for a fault without detail
  /// @param text the sentence for the user
  public record Fault(String subcode, String errorType, String text) {}

  /// This, sloppy.
  public LabDialect asSloppy() {
    return new LabDialect(true, authMd5, noClientCert, nonceLife, maxMessage, faults);
  }

  /// This, with `syncml:auth-md5` required and nonces good for so long.
  public LabDialect withAuthMd5(Duration nonceLife) {
    return new LabDialect(sloppy, true, noClientCert, nonceLife, maxMessage, faults);
  }

  /// This, without TLS client certificates.
  public LabDialect withoutClientCert() {
    return new LabDialect(sloppy, authMd5, true, nonceLife, maxMessage, faults);
  }

  /// This, with messages of at most so many bytes.
  public LabDialect withMaxMessage(int bytes) {
    return new LabDialect(sloppy, authMd5, noClientCert, nonceLife, bytes, faults);
  }

  /// This, failing at that step.
  public LabDialect failing(Step step, Fault fault) {
    var more = new EnumMap<Step, Fault>(Step.class);
    more.putAll(faults);
    more.put(step, fault);
    return new LabDialect(sloppy, authMd5, noClientCert, nonceLife, maxMessage, more);
  }
}
