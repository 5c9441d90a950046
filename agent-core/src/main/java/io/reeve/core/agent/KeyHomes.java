package io.reeve.core.agent;

import io.reeve.core.spi.KeyHome;
import io.reeve.enroll.DeviceKeys;
import io.reeve.enroll.KeyHomeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Opens the home of the device's key that the configuration names.
final class KeyHomes {
  private KeyHomes() {}

  /// @param file the PKCS#12 file, which keeps the account's secrets even when the key is elsewhere
  static DeviceKeys open(AgentConfig.Keys keys, Path file) {
    try {
      return switch (keys) {
        case AgentConfig.Keys.Pkcs12() -> DeviceKeys.pkcs12(file);
        case AgentConfig.Keys.Pkcs11(Path config, Path pinFile) ->
            DeviceKeys.pkcs11(config, pinFile, file);
        case AgentConfig.Keys.OfSystem(KeyHome home, Map<String, String> chosen) ->
            DeviceKeys.in(vault(home, chosen), file);
      };
    } catch (KeyHomeException e) {
      throw Trouble.of(e);
    }
  }

  private static SystemVault vault(KeyHome home, Map<String, String> chosen)
      throws KeyHomeException {
    try {
      return new SystemVault(home.open(chosen));
    } catch (IOException e) {
      throw new KeyHomeException(
          "the device's key cannot be in '" + home.type() + "': " + Trouble.message(e),
          "correct 'keys' in agent.json; docs/configuration.md lists what can be said there",
          e);
    }
  }
}
