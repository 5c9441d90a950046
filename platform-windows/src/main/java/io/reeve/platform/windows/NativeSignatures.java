package io.reeve.platform.windows;

import static io.reeve.platform.windows.WinTrust.*;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Objects;

/// Signatures of files, as Windows judges them.
///
/// @param windows whose functions are called
record NativeSignatures(Win32 windows) implements Signatures {
  private static final byte[] GENERIC_VERIFY_V2 = Guid.of("00aac56b-cd44-11d0-8cc2-00c04fc295ee");

  /// `pasCertChain` in `CRYPT_PROVIDER_SGNR`, `pCert` in `CRYPT_PROVIDER_CERT`.
  private static final int CHAIN = 16;

  private static final int CERTIFICATE = 8;

  @Override
  public X509Certificate signer(Path file) throws IOException {
    var functions = windows.load("wintrust", WinTrust.class);
    var name = Wide.of(file.toString());
    try (var path = new Memory(name.length)) {
      path.write(0, name, 0, name.length);
      var what = new WINTRUST_FILE_INFO();
      what.cbStruct = what.size();
      what.pcwszFilePath = path;
      what.write();
      var data = new WINTRUST_DATA();
      data.cbStruct = data.size();
      data.pFile = what.getPointer();
      data.dwStateAction = WTD_STATEACTION_VERIFY;
      int said = functions.WinVerifyTrust(-1, GENERIC_VERIFY_V2, data);
      try {
        WinError.check("WinVerifyTrust", said, file.toString());
        return certificate(functions, data.hWVTStateData);
      } finally {
        data.dwStateAction = WTD_STATEACTION_CLOSE;
        functions.WinVerifyTrust(-1, GENERIC_VERIFY_V2, data);
      }
    }
  }

  private static X509Certificate certificate(WinTrust functions, long state) throws IOException {
    var judged = functions.WTHelperProvDataFromStateData(state);
    var signer = judged == null ? null : functions.WTHelperGetProvSignerFromChain(judged, 0, 0, 0);
    var chain = signer == null ? null : signer.getPointer(CHAIN);
    var first = chain == null ? null : chain.getPointer(CERTIFICATE);
    if (first == null) {
      throw new IOException("Windows trusts the signature and does not tell whose it is");
    }
    return certificate(first);
  }

  private static X509Certificate certificate(Pointer there) throws IOException {
    var context = new Crypt32.CERT_CONTEXT(there);
    var bytes =
        Objects.requireNonNull(context.pbCertEncoded).getByteArray(0, context.cbCertEncoded);
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes));
    } catch (CertificateException e) {
      throw new IOException("the signer's certificate cannot be read", e);
    }
  }
}
