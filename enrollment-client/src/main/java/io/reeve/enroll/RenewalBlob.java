package io.reeve.enroll;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.util.List;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/// The token of a renewal: CMS SignedData around the request for the new key, signed with the old
/// key and carrying the old certificate.
final class RenewalBlob {
  private RenewalBlob() {}

  static byte[] make(byte[] csr, Identity old) throws KeyHomeException {
    try {
      var generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new JcaSimpleSignerInfoGeneratorBuilder()
              .build(Csr.signatureAlgorithm("SHA256", old.key()), old.key(), old.certificate()));
      generator.addCertificates(new JcaCertStore(List.of(old.certificate())));
      return generator.generate(new CMSProcessableByteArray(csr), true).getEncoded();
    } catch (OperatorCreationException
        | CertificateEncodingException
        | CMSException
        | IOException
        | RuntimeException e) {
      throw new KeyHomeException(
          "the device's key cannot sign the renewal: " + e.getMessage(),
          "check where the key lives; else unenrol and enrol again",
          e);
    }
  }
}
