package io.reeve.platform.windows;

import java.io.IOException;
import java.util.Optional;

/// The certificate stores of this machine, each with all that Windows puts together for it: its own
/// certificates, those of group policy, and those of the enterprise.
interface CertificateStores {
  /// The certificate (DER) of that fingerprint; empty when the store does not have it.
  Optional<byte[]> find(String store, String sha1) throws IOException;

  /// Puts a certificate into the machine's own part of a store.
  void add(String store, byte[] der) throws IOException;

  /// Takes the certificate of that fingerprint out of the machine's own part, if it is there.
  void remove(String store, String sha1) throws IOException;
}
