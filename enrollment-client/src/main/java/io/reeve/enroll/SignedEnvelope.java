package io.reeve.enroll;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.SignatureMethod;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/// Signs an envelope of our own as the policy Certificate wants it: enveloped, over the whole
/// message, in exclusive canonical form.
final class SignedEnvelope {
  private SignedEnvelope() {}

  /// The envelope with a `ds:Signature` at the end of its security header.
  ///
  /// @param tokenId the `u:Id` of the token that carries the certificate
  static String sign(String envelope, Identity identity, String tokenId) throws KeyHomeException {
    try {
      var document = parse(envelope);
      var security = (Element) document.getElementsByTagNameNS(Uris.WSSE, "Security").item(0);
      var factory = XMLSignatureFactory.getInstance("DOM");
      var signature =
          factory.newXMLSignature(
              signedInfo(factory, identity), keyInfo(factory, document, tokenId));
      var context = new DOMSignContext(identity.key(), security);
      context.setDefaultNamespacePrefix("ds");
      signature.sign(context);
      joinLines(document);
      return write(document);
    } catch (GeneralSecurityException
        | MarshalException
        | XMLSignatureException
        | ParserConfigurationException
        | SAXException
        | IOException
        | TransformerException e) {
      throw new KeyHomeException(
          "the request cannot be signed with the key of "
              + identity.certificate().getSubjectX500Principal()
              + ": "
              + e.getMessage(),
          "check that the identity file holds an RSA or EC key with its certificate",
          e);
    }
  }

  private static SignedInfo signedInfo(XMLSignatureFactory factory, Identity identity)
      throws GeneralSecurityException {
    var reference =
        factory.newReference(
            "",
            factory.newDigestMethod(DigestMethod.SHA256, null),
            List.of(factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null)),
            null,
            null);
    var method =
        identity.key().getAlgorithm().startsWith("EC")
            ? SignatureMethod.ECDSA_SHA256
            : SignatureMethod.RSA_SHA256;
    return factory.newSignedInfo(
        factory.newCanonicalizationMethod(
            CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
        factory.newSignatureMethod(method, null),
        List.of(reference));
  }

  private static KeyInfo keyInfo(XMLSignatureFactory factory, Document document, String tokenId) {
    var reference = document.createElementNS(Uris.WSSE, "wsse:Reference");
    reference.setAttribute("URI", "#" + tokenId);
    reference.setAttribute("ValueType", Uris.X509);
    var holder = document.createElementNS(Uris.WSSE, "wsse:SecurityTokenReference");
    holder.appendChild(reference);
    return factory.getKeyInfoFactory().newKeyInfo(List.of(new DOMStructure(holder)));
  }

  /// The JDK breaks the signature's lines with carriage returns, which some servers choke on. The
  /// value itself is not signed, so it may be written on one line.
  private static void joinLines(Document document) {
    var value = document.getElementsByTagNameNS(XMLSignature.XMLNS, "SignatureValue").item(0);
    value.setTextContent(value.getTextContent().replaceAll("\\s", ""));
  }

  private static Document parse(String envelope)
      throws ParserConfigurationException, SAXException, IOException {
    var factory = DocumentBuilderFactory.newDefaultNSInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(envelope)));
  }

  private static String write(Document document) throws TransformerException {
    var factory = TransformerFactory.newDefaultInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    var transformer = factory.newTransformer();
    transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
    var out = new StringWriter();
    transformer.transform(new DOMSource(document), new StreamResult(out));
    return out.toString();
  }
}
