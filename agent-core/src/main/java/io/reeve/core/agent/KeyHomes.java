package io.reeve.core.agent;

import io.reeve.enroll.DeviceKeys;
import io.reeve.enroll.KeyHomeException;
import java.nio.file.Path;

/// Opens the home of the device's key that the configuration names.
final class KeyHomes {
  private KeyHomes() {}

  /// @param file the PKCS#12 file, which keeps the account's secrets even when the key is in a
  ///   token
  static DeviceKeys open(AgentConfig.Keys keys, Path file) {
    return switch (keys) {
      case AgentConfig.Keys.Pkcs12() -> DeviceKeys.pkcs12(file);
      case AgentConfig.Keys.Pkcs11(Path config, Path pinFile) -> token(config, pinFile, file);
    };
  }

  private static DeviceKeys token(Path config, Path pinFile, Path file) {
    try {
      return DeviceKeys.pkcs11(config, pinFile, file);
    } catch (KeyHomeException e) {
      throw Trouble.of(e);
    }
  }
}
