package io.reeve.harness.lab;

import io.reeve.harness.lab.Soap.Refused;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSTypedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.util.Selector;

/// Reads certificate requests and checks that the sender holds the keys.
final class CertificateRequests {
  /// Announced in the policy.
  static final int MINIMAL_RSA_BITS = 2048;

  private static final int LARGEST_RSA_BITS = 8192;
  private static final Set<Integer> EC_BITS = Set.of(256, 384, 521);
  private static final int MAX_BYTES = 64 * 1024;

  private CertificateRequests() {}

  /// A renewal.
  ///
  /// @param key the new key
  /// @param old the certificate whose key signed the request
  record Renewal(PublicKey key, X509Certificate old) {}

  /// The key of a PKCS#10 request that its own key has signed.
  static PublicKey key(byte[] der) throws Refused {
    try {
      bound(der);
      var request = new JcaPKCS10CertificationRequest(der);
      var key = request.getPublicKey();
      if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
        throw refused("its signature is wrong");
      }
      check(key);
      return key;
    } catch (IOException
        | GeneralSecurityException
        | OperatorCreationException
        | PKCSException
        | RuntimeException unreadable) {
      throw refused("it cannot be read: " + unreadable.getMessage());
    }
  }

  private static void check(PublicKey key) throws Refused {
    switch (key) {
      case RSAPublicKey rsa -> {
        int bits = rsa.getModulus().bitLength();
        if (bits < MINIMAL_RSA_BITS || bits > LARGEST_RSA_BITS) {
          throw refused("an RSA key of " + bits + " bits is not between 2048 and 8192");
        }
      }
      case ECPublicKey curve -> {
        int bits = curve.getParams().getCurve().getField().getFieldSize();
        if (!EC_BITS.contains(bits)) {
          throw refused("an EC key of " + bits + " bits is none of 256, 384, 521");
        }
      }
      default -> throw refused("keys of kind " + key.getAlgorithm() + " are not certified here");
    }
  }

  /// The request inside a CMS message, with the certificate that signed it. Whether that one is
  /// good for anything is for the caller to find out.
  static Renewal renewal(byte[] der) throws Refused {
    try {
      bound(der);
      var cms = new CMSSignedData(der);
      var signers = cms.getSignerInfos().getSigners();
      if (signers.size() != 1) {
        throw refused("a renewal has one signature, not " + signers.size());
      }
      var signer = signers.iterator().next();
      var old = certificate(cms, signer);
      if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(old))) {
        throw refused("the old key has not signed it");
      }
      var key = key(content(cms.getSignedContent()));
      if (key.equals(old.getPublicKey())) {
        throw refused("a renewal needs a new key");
      }
      return new Renewal(key, old);
    } catch (CMSException
        | GeneralSecurityException
        | OperatorCreationException
        | RuntimeException unreadable) {
      throw refused("it cannot be read: " + unreadable.getMessage());
    }
  }

  @SuppressWarnings("unchecked") // Bouncy Castle declares SignerId as a selector of any kind
  private static X509Certificate certificate(CMSSignedData cms, SignerInformation signer)
      throws GeneralSecurityException, Refused {
    Selector<X509CertificateHolder> wanted = signer.getSID();
    var found = cms.getCertificates().getMatches(wanted);
    if (found.size() != 1) {
      throw refused("it must carry the certificate that signed it");
    }
    return new JcaX509CertificateConverter().getCertificate(found.iterator().next());
  }

  private static byte[] content(CMSTypedData content) throws Refused {
    if (content != null && content.getContent() instanceof byte[] bytes) {
      return bytes;
    }
    throw refused("it holds no PKCS#10 request");
  }

  private static void bound(byte[] der) throws Refused {
    if (der.length > MAX_BYTES) {
      throw refused("it has " + der.length + " bytes");
    }
  }

  private static Refused refused(String why) {
    return Soap.refused("CertificateRequest", "the certificate request is refused: " + why);
  }
}
