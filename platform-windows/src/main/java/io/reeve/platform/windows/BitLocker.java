package io.reeve.platform.windows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The volumes that BitLocker can encrypt, and how they are.
record BitLocker(Wmi wmi) {
  private static final String NAMESPACE = "root\\cimv2\\Security\\MicrosoftVolumeEncryption";
  private static final List<String> PROPERTIES =
      List.of(
          "DeviceID",
          "DriveLetter",
          "PersistentVolumeID",
          "ConversionStatus",
          "ProtectionStatus",
          "EncryptionMethod",
          "VolumeType");

  /// A volume. Numbers are those of `Win32_EncryptableVolume`.
  ///
  /// @param protection 0 off or suspended, 1 on, 2 unknown because it is locked
  /// @param conversion 0 not encrypted, 1 wholly, 2 and more under way or paused
  /// @param kind 0 the system's, 1 another fixed one, 2 a removable one
  record Volume(
      String device,
      Optional<String> letter,
      Optional<String> id,
      Optional<Long> conversion,
      Optional<Long> protection,
      Optional<Long> method,
      Optional<Long> kind) {

    /// A volume whose protection is suspended is encrypted and open to everybody. Where it is not
    /// said how far it has come, protection that is on says that it is done.
    boolean isProtected() {
      return protection.orElse(0L) == 1 && conversion.orElse(1L) == 1;
    }

    boolean isSystem() {
      return kind.orElse(1L) == 0;
    }

    boolean isRemovable() {
      return kind.orElse(1L) == 2;
    }
  }

  List<Volume> volumes() throws IOException {
    return wmi.instances(NAMESPACE, "Win32_EncryptableVolume", PROPERTIES).stream()
        .map(BitLocker::volume)
        .toList();
  }

  private static Volume volume(Map<String, String> row) {
    return new Volume(
        row.getOrDefault("DeviceID", ""),
        Optional.ofNullable(row.get("DriveLetter")),
        Optional.ofNullable(row.get("PersistentVolumeID")).filter(id -> !id.isEmpty()),
        number(row, "ConversionStatus"),
        number(row, "ProtectionStatus"),
        number(row, "EncryptionMethod"),
        number(row, "VolumeType"));
  }

  private static Optional<Long> number(Map<String, String> row, String property) {
    return Optional.ofNullable(row.get(property))
        .filter(text -> text.matches("\\d{1,10}"))
        .map(Long::valueOf);
  }
}
