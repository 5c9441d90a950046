package io.reeve.enroll;

/// The server could not prove that it is the host asked for: its reason is [Reason#NOT_TRUSTED],
/// [Reason#EXPIRED] or [Reason#WRONG_HOST]. Never retried by other means.
public final class UntrustedServerException extends ExchangeException {
  private static final long serialVersionUID = 1L;

  /// @param reason one of the three above
  /// @param message what is wrong with the certificate, with the host
  /// @param hint what to do about it
  /// @param cause what the trust check threw
  public UntrustedServerException(Reason reason, String message, String hint, Throwable cause) {
    super(reason, message, hint, cause);
  }
}
