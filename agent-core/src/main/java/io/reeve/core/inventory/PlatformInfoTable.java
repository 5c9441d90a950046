package io.reeve.core.inventory;

import io.reeve.core.spi.Table;
import java.util.List;
import java.util.Optional;
import oshi.hardware.Firmware;

/// `platform_info`: the firmware.
final class PlatformInfoTable implements Table<PlatformInfoTable.Row> {

  record Row(
      Optional<String> vendor,
      Optional<String> version,
      Optional<String> date,
      Optional<String> revision,
      Optional<String> extra) {}

  @Override
  public String name() {
    return "platform_info";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public Pace pace() {
    return Pace.FIXED;
  }

  @Override
  public List<Row> read() {
    return List.of(parse(Oshi.hardware().getComputerSystem().getFirmware()));
  }

  static Row parse(Firmware firmware) {
    return new Row(
        Known.text(firmware.getManufacturer()),
        Known.text(firmware.getVersion()),
        Known.text(firmware.getReleaseDate()),
        Optional.empty(),
        Known.text(firmware.getDescription()));
  }
}
