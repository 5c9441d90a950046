package io.reeve.enroll;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate for a key that waits for its own. Key stores find a key by its certificate only,
/// so one without could be neither used nor removed.
public final class StopgapCertificate {
  private StopgapCertificate() {}

  /// A certificate that nobody trusts: it has ended when it is made, and a key that is thrown away
  /// has signed it.
  ///
  /// @param alias its subject's name
  public static X509Certificate of(String alias, PublicKey key) throws KeyHomeException {
    try {
      var signer = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();
      var name = new X500Name("CN=" + alias);
      var now = Date.from(Instant.now());
      var builder = new JcaX509v3CertificateBuilder(name, BigInteger.ONE, now, now, name, key);
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new KeyHomeException(
          "no certificate can be made for the new key: " + e.getMessage(),
          "use the Java runtime that comes with the agent",
          e);
    }
  }
}
