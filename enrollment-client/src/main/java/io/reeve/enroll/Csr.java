package io.reeve.enroll;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// Certificate requests as MS-MDE2 wants them.
final class Csr {
  /// An extension that carries the device id, ended by a zero byte.
  static final ASN1ObjectIdentifier DEVICE_ID = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.66.1.0");

  private Csr() {}

  /// A request in DER.
  ///
  /// @param subject the common name: the device id, or the user's name
  /// @param hash `SHA256` and its like
  static byte[] make(
      PublicKey publicKey, PrivateKey privateKey, String subject, String deviceId, String hash)
      throws KeyHomeException {
    try {
      var name =
          new X500NameBuilder(BCStyle.INSTANCE)
              .addRDN(BCStyle.CN, new DERUTF8String(subject))
              .build();
      var extensions = new ExtensionsGenerator();
      extensions.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
      extensions.addExtension(
          DEVICE_ID, false, (deviceId + '\0').getBytes(StandardCharsets.US_ASCII));
      return new JcaPKCS10CertificationRequestBuilder(name, publicKey)
          .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
          .build(
              new JcaContentSignerBuilder(signatureAlgorithm(hash, privateKey)).build(privateKey))
          .getEncoded();
    } catch (IOException | OperatorCreationException | RuntimeException e) {
      throw new KeyHomeException(
          "the device's key cannot sign its certificate request: " + e.getMessage(),
          "where the key lives must be able to sign with " + hash,
          e);
    }
  }

  /// The JCA name of signing with that hash and key.
  static String signatureAlgorithm(String hash, PrivateKey key) {
    return hash + "with" + (key.getAlgorithm().startsWith("EC") ? "ECDSA" : "RSA");
  }
}
