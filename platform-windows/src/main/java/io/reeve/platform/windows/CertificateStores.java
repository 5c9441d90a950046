package io.reeve.platform.windows;

import java.io.IOException;
import java.util.Optional;

/// The certificate stores of this machine, each with all that Windows puts together for it: its own
/// certificates, those of group policy, and those of the enterprise.
interface CertificateStores {
  /// The certificate (DER) of that fingerprint; empty when the store does not have it.
  Optional<byte[]> find(String store, String sha1) throws IOException;

  /// The certificate in the machine's own part, with all its properties (a name, what it is limited
  /// to), in a form that only [#putBack] reads; empty when that part does not have it.
  Optional<byte[]> own(String store, String sha1) throws IOException;

  /// Puts what [#own] gave into the machine's own part, in place of what it has of it now.
  void putBack(String store, byte[] own) throws IOException;

  /// Puts a certificate into the machine's own part of a store.
  void add(String store, byte[] der) throws IOException;

  /// Takes the certificate of that fingerprint out of the machine's own part, if it is there.
  void remove(String store, String sha1) throws IOException;
}
