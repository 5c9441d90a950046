package io.reeve.harness.lab;

import io.reeve.enroll.HttpBody;
import io.reeve.harness.lab.Soap.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.xml.XMLConstants;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/// Checks the XML signature of a request under the Certificate policy (MS-MDE2): the whole message,
/// signed with the key of a user certificate that a configured authority has issued.
final class UserSignature {
  private static final String EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
  private static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";
  private static final Set<String> METHODS =
      Set.of(
          "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
          "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256");

  private final List<X509Certificate> authorities;

  UserSignature(List<X509Certificate> authorities) {
    this.authorities = List.copyOf(authorities);
  }

  /// The user who signed the request.
  ///
  /// @param request already known to be well-formed, bounded, and free of a document type
  /// @param der the certificate from its header
  String user(HttpBody request, byte[] der, Instant now) throws Refused {
    var certificate = trusted(der, now);
    try {
      var signature = signatureElement(parse(request));
      var context = new DOMValidateContext(certificate.getPublicKey(), signature);
      context.setProperty("org.jcp.xml.dsig.secureValidation", true);
      var found = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
      if (!coversAll(found.getSignedInfo()) || !found.validate(context)) {
        throw Soap.refused("InvalidSecurity", "the signature does not cover this message");
      }
      return name(certificate);
    } catch (MarshalException | XMLSignatureException | IOException broken) {
      throw Soap.refused("InvalidSecurity", "the signature is broken: " + broken.getMessage());
    }
  }

  private X509Certificate trusted(byte[] der, Instant now) throws Refused {
    if (authorities.isEmpty()) {
      throw Soap.refused("Authentication", "this service takes no user certificates");
    }
    try {
      var factory = CertificateFactory.getInstance("X.509");
      var certificate =
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
      var parameters =
          new PKIXParameters(
              authorities.stream()
                  .map(authority -> new TrustAnchor(authority, null))
                  .collect(Collectors.toSet()));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX")
          .validate(factory.generateCertPath(List.of(certificate)), parameters);
      return certificate;
    } catch (GeneralSecurityException untrusted) {
      throw Soap.refused(
          "Authentication", "the user certificate is not accepted: " + untrusted.getMessage());
    }
  }

  private static Document parse(HttpBody request) throws IOException {
    try {
      var factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      return factory.newDocumentBuilder().parse(new ByteArrayInputStream(request.bytes()));
    } catch (ParserConfigurationException | SAXException malformed) {
      throw new IOException(malformed.getMessage(), malformed);
    }
  }

  /// The signature where the policy puts it, so that what it encloses is only the header's.
  private static Element signatureElement(Document document) throws Refused {
    return child(document.getDocumentElement(), "Header")
        .flatMap(header -> child(header, "Security"))
        .flatMap(security -> child(security, "Signature"))
        .filter(signature -> XMLSignature.XMLNS.equals(signature.getNamespaceURI()))
        .orElseThrow(() -> Soap.refused("InvalidSecurity", "the header holds no XML signature"));
  }

  private static Optional<Element> child(Node parent, String local) {
    var nodes = parent.getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast)
        .filter(element -> local.equals(element.getLocalName()))
        .findFirst();
  }

  /// Whether it is one reference to the whole document under the algorithms of the policy.
  private static boolean coversAll(SignedInfo info) {
    return info.getCanonicalizationMethod().getAlgorithm().equals(EXCLUSIVE)
        && METHODS.contains(info.getSignatureMethod().getAlgorithm())
        && info.getReferences().size() == 1
        && coversAll(info.getReferences().getFirst());
  }

  private static boolean coversAll(Reference reference) {
    var transforms = reference.getTransforms().stream().map(Transform::getAlgorithm).toList();
    return Objects.equals(reference.getURI(), "")
        && reference.getDigestMethod().getAlgorithm().equals(SHA256)
        && (transforms.equals(List.of(Transform.ENVELOPED))
            || transforms.equals(List.of(Transform.ENVELOPED, EXCLUSIVE)));
  }

  /// The mail address in the certificate or, without one, its common name.
  private static String name(X509Certificate certificate) throws Refused {
    try {
      var alternatives = Optional.ofNullable(certificate.getSubjectAlternativeNames());
      for (var alternative : alternatives.orElse(List.of())) {
        if (alternative.getFirst() instanceof Integer kind
            && kind == 1
            && alternative.get(1) instanceof String mail) {
          return mail;
        }
      }
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(part -> part.getValue().toString())
              .findFirst()
              .orElseThrow(
                  () -> Soap.refused("Authentication", "the user certificate names nobody"));
    } catch (CertificateParsingException | InvalidNameException broken) {
      throw Soap.refused("Authentication", "the user certificate cannot be read");
    }
  }
}
