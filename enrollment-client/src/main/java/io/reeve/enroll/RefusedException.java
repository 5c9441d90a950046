package io.reeve.enroll;

import io.reeve.enroll.EnrollmentResult.Refused;

/// Ends an enrolment in its middle. Never leaves this package: there it becomes its value.
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Refused refused;

  RefusedException(Refused refused) {
    super(refused.code() + ": " + refused.sentence());
    this.refused = refused;
  }

  RefusedException(Hresult code, String sentence, String hint) {
    this(new Refused(code.text(), sentence, hint, code.retryable()));
  }

  /// The service answered something that must not be accepted.
  ///
  /// @param what which answer
  /// @param why what is wrong with it
  static RefusedException broken(String what, String why) {
    return new RefusedException(
        new Refused(
            Hresult.ENROLLMENT_SERVER.text(),
            what + " cannot be used: " + why,
            "tell the service's administrator; nothing was changed on this machine",
            false));
  }

  Refused refused() {
    return refused;
  }
}
