package io.reeve.core.transport;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.reeve.enroll.Exchange;
import io.reeve.enroll.ExchangeException;
import io.reeve.enroll.ExchangeException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;

/// Turns what the layers below throw into a sentence with the host in it. The one place that does.
final class Failures {
  private static final String ALERT = "Received fatal alert: ";

  private final Target target;

  Failures(Target target) {
    this.target = target;
  }

  /// The failure for what was thrown below.
  ExchangeException of(Throwable thrown) {
    var cause = bare(thrown);
    return switch (cause) {
      case ExchangeException known -> known;
      case UnknownHostException e -> nameNotFound(e);
      case ConnectTimeoutException e -> timedOut("connecting", e);
      case SslHandshakeTimeoutException e -> timedOut("the TLS handshake", e);
      case ConnectException e when text(e).contains("refused") -> refused(e);
      case ConnectException e when text(e).contains("timed out") -> timedOut("connecting", e);
      case NotSslRecordException e -> notTls(e);
      case SSLException e -> tls(e);
      case AnswerTooLargeException e -> tooLarge(e);
      case ConnectException e -> noRoute(e);
      case SocketException e when text(e).contains("unreachable") -> noRoute(e);
      case SocketException e when text(e).contains("No route") -> noRoute(e);
      case IOException e -> broken(e);
      case DecoderException e -> broken(e);
      case RuntimeException bug -> throw bug;
      case Error error -> throw error;
      case Throwable other -> broken(other);
    };
  }

  /// The failure for a wait that was longer than allowed.
  ///
  /// @param stage what took so long
  ExchangeException timedOut(String stage, Throwable cause) {
    return new ExchangeException(
        Reason.TIMED_OUT,
        target + " did not answer in time: " + stage + " took too long",
        "try again later; if it stays so, check the network and the service",
        cause);
  }

  private ExchangeException nameNotFound(UnknownHostException cause) {
    return new ExchangeException(
        Reason.NAME_NOT_FOUND,
        "the host name " + target.host() + " was not found",
        "check the spelling, and that this machine's name service (DNS) works",
        cause);
  }

  private ExchangeException refused(ConnectException cause) {
    return new ExchangeException(
        Reason.CONNECTION_REFUSED,
        target + " refused the connection",
        "check the port, and that the service runs",
        cause);
  }

  private ExchangeException noRoute(IOException cause) {
    return new ExchangeException(
        Reason.NO_ROUTE,
        "there is no way to " + target + " (" + text(cause) + ")",
        "check this machine's network connection",
        cause);
  }

  private ExchangeException notTls(NotSslRecordException cause) {
    return new ExchangeException(
        Reason.ANSWER_BROKEN,
        target + " does not speak TLS",
        "check the port: https is expected there",
        cause);
  }

  private ExchangeException tls(SSLException cause) {
    var certificate = find(cause, CertificateException.class);
    if (certificate.isPresent()) {
      return new CertificateFailure(target).of(cause);
    }
    if (text(cause).contains(ALERT)) {
      return alert(text(cause).substring(text(cause).indexOf(ALERT) + ALERT.length()), cause);
    }
    return new ExchangeException(
        Reason.TLS_REFUSED,
        "no secure connection with " + target + " could be made: " + text(cause),
        "the server must offer TLS 1.2 or 1.3 with common ciphers",
        cause);
  }

  private ExchangeException alert(String name, SSLException cause) {
    return new ExchangeException(
        Reason.TLS_REFUSED,
        target + " ended the TLS handshake (" + name + ")",
        name.contains("certificate") || name.equals("access_denied") || name.equals("unknown_ca")
            ? "the server asks for a client certificate that it trusts"
            : "the server must offer TLS 1.2 or 1.3 with common ciphers",
        cause);
  }

  private ExchangeException tooLarge(AnswerTooLargeException cause) {
    return new ExchangeException(
        Reason.ANSWER_TOO_LARGE,
        target + " sent more than " + Exchange.MAX_ANSWER / 1024 / 1024 + " MiB",
        "check that the address is that of the management service",
        cause);
  }

  private ExchangeException broken(Throwable cause) {
    return new ExchangeException(
        Reason.ANSWER_BROKEN,
        "no whole answer came from " + target + ": " + text(cause),
        "try again later; if it stays so, check the service and any proxy before it",
        cause);
  }

  static String text(Throwable thrown) {
    return Optional.ofNullable(thrown.getMessage()).orElse(thrown.getClass().getSimpleName());
  }

  static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }

  private static Throwable bare(Throwable thrown) {
    var cause = thrown.getCause();
    var wraps = thrown instanceof ExecutionException || thrown instanceof DecoderException;
    return wraps && cause != null && !(thrown instanceof NotSslRecordException)
        ? bare(cause)
        : thrown;
  }
}
