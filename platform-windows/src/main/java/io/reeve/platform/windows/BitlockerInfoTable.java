package io.reeve.platform.windows;

import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `bitlocker_info`: the volumes that BitLocker can encrypt.
record BitlockerInfoTable(BitLocker bitlocker) implements Table<BitlockerInfoTable.Row> {
  private static final Map<Long, String> METHODS =
      Map.of(
          0L, "None",
          1L, "AES_128_WITH_DIFFUSER",
          2L, "AES_256_WITH_DIFFUSER",
          3L, "AES_128",
          4L, "AES_256",
          5L, "HARDWARE_ENCRYPTION",
          6L, "XTS_AES_128",
          7L, "XTS_AES_256");

  record Row(
      @Key String deviceId,
      Optional<String> driveLetter,
      Optional<String> persistentVolumeId,
      Optional<Long> conversionStatus,
      Optional<Long> protectionStatus,
      Optional<String> encryptionMethod) {}

  @Override
  public String name() {
    return "bitlocker_info";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    return bitlocker.volumes().stream().map(BitlockerInfoTable::row).toList();
  }

  private static Row row(BitLocker.Volume volume) {
    return new Row(
        volume.device(),
        volume.letter(),
        volume.id(),
        volume.conversion(),
        volume.protection(),
        volume.method().filter(METHODS::containsKey).map(METHODS::get));
  }
}
