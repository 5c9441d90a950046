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
    private static final int ON = 1;
    private static final int LOCKED = 2;
    private static final long WHOLLY = 1;

    /// A volume whose protection is suspended is encrypted and open to everybody. Where it is not
    /// said how far it has come, protection that is on says that it is done, and so does a lock:
    /// what is not encrypted cannot be locked. The system's own volume cannot be locked while it
    /// runs, so for that one nothing is claimed.
    boolean isProtected() {
      return switch (protection.orElse(0L).intValue()) {
        case ON -> conversion.orElse(WHOLLY) == WHOLLY;
        case LOCKED -> !isSystem() && conversion.orElse(WHOLLY) == WHOLLY;
        default -> false;
      };
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
