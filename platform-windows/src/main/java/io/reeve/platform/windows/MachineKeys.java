package io.reeve.platform.windows;

import java.io.IOException;
import java.security.PublicKey;

/// Private keys of the machine, which Windows makes and keeps and does not let out.
interface MachineKeys {
  /// Who keeps keys.
  enum Keeper {
    /// The machine's TPM.
    TPM("Microsoft Platform Crypto Provider"),
    /// Windows itself, in files that only the system and administrators can use.
    SOFTWARE("Microsoft Software Key Storage Provider");

    private final String provider;

    Keeper(String provider) {
      this.provider = provider;
    }

    /// The name Windows gives it.
    String provider() {
      return provider;
    }
  }

  /// Fails when this machine has no such keeper.
  void require(Keeper keeper) throws IOException;

  /// Makes a key that signs and cannot be exported.
  ///
  /// @param name new for this keeper
  /// @return its public half
  PublicKey make(Keeper keeper, String name, String algorithm, int bits) throws IOException;

  /// Deletes a key; nothing of that name, or no such keeper, is no error.
  void delete(Keeper keeper, String name) throws IOException;
}
