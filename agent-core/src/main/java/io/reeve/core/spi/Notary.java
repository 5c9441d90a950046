package io.reeve.core.spi;

import java.io.IOException;
import java.util.Optional;

/// Signs in the name of this machine what people or programs are to know as made by it, and as not
/// altered since.
@FunctionalInterface
public interface Notary {
  /// The document in a signature of the machine's own identity: CMS SignedData in DER with the
  /// document and the identity's certificates; empty when the machine has no identity, because it
  /// is not enrolled.
  ///
  /// @throws IOException when the key cannot be used
  Optional<byte[]> signed(byte[] document) throws IOException;

  /// Of a machine without an identity.
  static Notary none() {
    return _ -> Optional.empty();
  }
}
