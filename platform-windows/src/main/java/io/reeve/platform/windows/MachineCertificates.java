package io.reeve.platform.windows;

import java.io.IOException;
import java.util.Optional;

/// The store of the machine's own certificates ("Personal", `MY`), each with the name we give it
/// and the key it belongs to.
interface MachineCertificates {
  /// Puts a certificate there, with the key of that name, and takes away what else has the name.
  void put(String name, MachineKeys.Keeper keeper, byte[] der) throws IOException;

  /// Which keeper has the key of the certificate of that name.
  Optional<MachineKeys.Keeper> keeper(String name) throws IOException;

  /// Takes away every certificate of that name; none is no error.
  void remove(String name) throws IOException;
}
