package io.reeve.enroll;

import java.io.IOException;

/// No answer could be had from a server. The message names the host and what happened; the hint
/// says what to do.
public sealed class ExchangeException extends IOException permits UntrustedServerException {
  private static final long serialVersionUID = 1L;

  /// Why there is no answer. In all cases but [#ANSWER_TOO_LARGE], [#ANSWER_BROKEN] and
  /// [#TIMED_OUT] the server has seen nothing of the request.
  public enum Reason {
    /// The host name has no address.
    NAME_NOT_FOUND,
    /// Nothing listens there.
    CONNECTION_REFUSED,
    /// There is no way to the network of that host.
    NO_ROUTE,
    /// Connecting, the TLS handshake or the exchange took longer than allowed.
    TIMED_OUT,
    /// The server's certificate chain ends in no trusted root.
    NOT_TRUSTED,
    /// The server's certificate has ended or has not begun.
    EXPIRED,
    /// The server's certificate is for another name.
    WRONG_HOST,
    /// The server ended the TLS handshake: it wants another client certificate or protocol version.
    TLS_REFUSED,
    /// The answer is longer than [Exchange#MAX_ANSWER].
    ANSWER_TOO_LARGE,
    /// The connection broke or what came is not HTTP.
    ANSWER_BROKEN
  }

  private final Reason reason;
  private final String hint;

  /// @param reason why
  /// @param message what happened, with the host
  /// @param hint what to do about it
  /// @param cause what was thrown below
  public ExchangeException(Reason reason, String message, String hint, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.hint = hint;
  }

  /// Why.
  public final Reason reason() {
    return reason;
  }

  /// What to do about it.
  public final String hint() {
    return hint;
  }
}
