package io.reeve.platform.windows;

import java.io.IOException;
import java.util.Optional;

/// The machine's security chip (TPM).
@FunctionalInterface
interface SecurityChip {
  /// Which specification it keeps to, `1.2` or `2.0`; empty where there is none that works.
  Optional<String> version() throws IOException;

  /// By Windows' base services, which tell everybody; management instrumentation tells more of it,
  /// to administrators.
  static SecurityChip of(Win32 windows) {
    return () -> {
      var info = new Tbs.TPM_DEVICE_INFO();
      int said = windows.load("tbs", Tbs.class).Tbsi_GetDeviceInfo(info.size(), info);
      if (said == Tbs.TBS_E_TPM_NOT_FOUND) {
        return Optional.empty();
      }
      WinError.check("Tbsi_GetDeviceInfo", said, "the security chip");
      return Optional.of(
          switch (info.tpmVersion) {
            case 1 -> "1.2";
            case 2 -> "2.0";
            default -> "version " + info.tpmVersion;
          });
    };
  }
}
