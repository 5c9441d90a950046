package io.reeve.enroll;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/// What a service issues from, and the provisioning document it makes.
///
/// @param request the certificate request, already verified
/// @param body the whole request it came in
record Issue(JcaPKCS10CertificationRequest request, String body) {
  static Issue of(String body, byte[] der) {
    try {
      var request = new JcaPKCS10CertificationRequest(der);
      var key = new JcaContentVerifierProviderBuilder().build(request.getSubjectPublicKeyInfo());
      if (!request.isSignatureValid(key)) {
        throw new AssertionError("the request is not signed with its own key");
      }
      return new Issue(request, body);
    } catch (IOException | OperatorException | PKCSException e) {
      throw new AssertionError(e);
    }
  }

  PublicKey key() {
    try {
      return request.getPublicKey();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /// The document as the reference has it, for a client certificate of this authority.
  static String document(Pki pki, X509Certificate client) {
    return """
    <wap-provisioningdoc version="1.1">
      <characteristic type="CertificateStore">
        <characteristic type="Root"><characteristic type="System">%s</characteristic></characteristic>
        <characteristic type="CA"><characteristic type="System">%s</characteristic></characteristic>
      </characteristic>
      <characteristic type="CertificateStore">
        <characteristic type="My"><characteristic type="System">%s<characteristic type="PrivateKeyContainer"/></characteristic>
          <characteristic type="WSTEP"><characteristic type="Renew">
            <parm name="ROBOSupport" value="true" datatype="boolean"/>
            <parm name="RenewPeriod" value="42" datatype="integer"/>
            <parm name="RetryInterval" value="4" datatype="integer"/>
          </characteristic></characteristic>
        </characteristic>
      </characteristic>
      <characteristic type="APPLICATION">
        <parm name="APPID" value="w7"/>
        <parm name="PROVIDER-ID" value="Example"/>
        <parm name="NAME" value="Example Service"/>
        <parm name="ADDR" value="https://mdm.example.org/omadm"/>
        <parm name="CONNRETRYFREQ" value="6"/>
        <parm name="INITIALBACKOFFTIME" value="30000"/>
        <parm name="MAXBACKOFFTIME" value="120000"/>
        <parm name="BACKCOMPATRETRYDISABLED"/>
        <parm name="DEFAULTENCODING" value="application/vnd.syncml.dm+xml"/>
        <characteristic type="APPAUTH">
          <parm name="AAUTHLEVEL" value="CLIENT"/><parm name="AAUTHTYPE" value="DIGEST"/>
          <parm name="AAUTHSECRET" value="service-secret"/><parm name="AAUTHDATA" value="AAECAw=="/>
        </characteristic>
        <characteristic type="APPAUTH">
          <parm name="AAUTHLEVEL" value="APPSRV"/><parm name="AAUTHTYPE" value="DIGEST"/>
          <parm name="AAUTHNAME" value="dev1"/>
          <parm name="AAUTHSECRET" value="device-secret"/><parm name="AAUTHDATA" value="nonce"/>
        </characteristic>
      </characteristic>
      <characteristic type="DMClient"><characteristic type="Provider"><characteristic type="Example">
        <parm name="EntDMID" value="d-001" datatype="string"/>
        <characteristic type="Poll">
          <parm name="NumberOfFirstRetries" value="5" datatype="integer"/>
          <parm name="IntervalForFirstSetOfRetries" value="15" datatype="integer"/>
          <parm name="PollOnLogin" value="true" datatype="boolean"/>
        </characteristic>
      </characteristic></characteristic></characteristic>
    </wap-provisioningdoc>
    """
        .formatted(entry(pki.root), entry(pki.issuing), entry(client));
  }

  /// A certificate under its name.
  static String entry(X509Certificate certificate) {
    return "<characteristic type=\"%s\"><parm name=\"EncodedCertificate\" value=\"%s\"/></characteristic>"
        .formatted(Certificates.thumbprint(certificate), Certificates.base64(certificate));
  }

  static byte[] base64(String text) {
    return Base64.getMimeDecoder().decode(text);
  }
}
