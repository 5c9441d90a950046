package io.reeve.platform.windows;

import java.io.IOException;
import java.util.List;

/// Whether Windows itself, or the tool it replaces, changes the local administrator's password:
/// where the policies of Windows LAPS are that its documentation names.
///
/// @param registry where they are
record WindowsLaps(Registry registry) {
  private static final String BACKUP_DIRECTORY = "BackupDirectory";

  /// Of its CSP, of group policy, and of the machine's own configuration.
  private static final List<RegistryKey> POLICIES =
      List.of(
          RegistryKey.machine("SOFTWARE\\Microsoft\\Policies\\LAPS"),
          RegistryKey.machine("SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\LAPS"),
          RegistryKey.machine("SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\LAPS\\Config"));

  private static final RegistryKey BEFORE =
      RegistryKey.machine("SOFTWARE\\Policies\\Microsoft Services\\AdmPwd");

  /// Two that change one password know only their own.
  boolean isInCharge() throws IOException {
    for (var key : POLICIES) {
      if (isOn(key, BACKUP_DIRECTORY)) {
        return true;
      }
    }
    return isOn(BEFORE, "AdmPwdEnabled");
  }

  private boolean isOn(RegistryKey key, String name) throws IOException {
    return registry.value(key, name).flatMap(RegistryData::number).orElse(0L) != 0;
  }
}
