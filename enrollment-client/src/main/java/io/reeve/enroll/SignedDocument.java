package io.reeve.enroll;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/// A document in a signature: CMS SignedData in DER around its bytes, signed by an identity, with
/// certificates beside it.
public final class SignedDocument {
  private SignedDocument() {}

  /// With the whole chain of the signer, so that who trusts its root can tell whose it is.
  public static byte[] of(byte[] content, Identity signer) throws KeyHomeException {
    return of(content, signer, signer.chain());
  }

  static byte[] of(byte[] content, Identity signer, List<X509Certificate> beside)
      throws KeyHomeException {
    try {
      var algorithm = Csr.signatureAlgorithm("SHA256", signer.key());
      var generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new JcaSimpleSignerInfoGeneratorBuilder()
              .build(algorithm, signer.key(), signer.certificate()));
      generator.addCertificates(new JcaCertStore(beside));
      return generator.generate(new CMSProcessableByteArray(content), true).getEncoded();
    } catch (OperatorCreationException
        | CertificateEncodingException
        | CMSException
        | IOException
        | RuntimeException e) {
      throw new KeyHomeException(
          "the device's key cannot sign: " + e.getMessage(),
          "check where the key lives; else unenrol and enrol again",
          e);
    }
  }
}
