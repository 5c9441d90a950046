package io.reeve.platform.windows;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;

/// Whose signature a file has (Authenticode).
@FunctionalInterface
interface Signatures {
  /// The certificate that has signed it, which Windows trusts for that.
  ///
  /// @throws IOException why Windows does not trust it: there is no signature, another content, a
  ///   certificate that nobody knows or that was revoked
  X509Certificate signer(Path file) throws IOException;
}
