package io.reeve.core.transport;

import io.reeve.enroll.ExchangeException.Reason;
import io.reeve.enroll.UntrustedServerException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;

/// Tells apart the ways in which a server's certificate can be wrong.
final class CertificateFailure {
  private final Target target;

  CertificateFailure(Target target) {
    this.target = target;
  }

  UntrustedServerException of(SSLException cause) {
    if (Failures.find(cause, CertificateExpiredException.class).isPresent()) {
      return expired("has ended", cause);
    }
    if (Failures.find(cause, CertificateNotYetValidException.class).isPresent()) {
      return expired("is not valid yet", cause);
    }
    return namesAnotherHost(cause) ? wrongHost(cause) : notTrusted(cause);
  }

  /// The JDK's name check throws a plain certificate exception; every failure of the chain carries
  /// one of the path exceptions.
  private static boolean namesAnotherHost(SSLException cause) {
    return Failures.find(cause, CertPathValidatorException.class).isEmpty()
        && Failures.find(cause, CertPathBuilderException.class).isEmpty()
        && Failures.find(cause, CertificateException.class)
            .map(Failures::text)
            .filter(text ->
                text.contains("subject alternative")
                    || text.contains("No name matching")
                    || text.contains("does not match"))
            .isPresent();
  }

  private UntrustedServerException expired(String how, SSLException cause) {
    return new UntrustedServerException(
        Reason.EXPIRED,
        "the certificate of " + target + " " + how,
        "check this machine's clock; if it is right, the server needs a new certificate",
        cause);
  }

  private UntrustedServerException wrongHost(SSLException cause) {
    return new UntrustedServerException(
        Reason.WRONG_HOST,
        "the certificate of " + target + " is for another name",
        "use the name that the certificate was issued for",
        cause);
  }

  private UntrustedServerException notTrusted(SSLException cause) {
    return new UntrustedServerException(
        Reason.NOT_TRUSTED,
        "the certificate of " + target + " is not trusted",
        "give the organisation's root certificate with --ca, or have it installed on this machine",
        cause);
  }
}
