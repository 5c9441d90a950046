package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// `block_devices`: disks and their partitions from sysfs, with what udev found on them. The size
/// is in blocks of the size given. Loop and RAM devices that hold nothing are left out.
final class BlockDevicesTable implements Table<BlockDevicesTable.Row> {
  private static final long SECTOR_BYTES = 512;
  private final Facts facts;

  record Row(
      @Key String name,
      Optional<String> parent,
      Optional<String> vendor,
      Optional<String> model,
      Optional<String> serial,
      Optional<Long> size,
      Optional<Long> blockSize,
      Optional<String> uuid,
      Optional<String> type,
      Optional<String> label) {}

  BlockDevicesTable(Facts facts) {
    this.facts = facts;
  }

  @Override
  public String name() {
    return "block_devices";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    var rows = new ArrayList<Row>();
    for (var disk : facts.names("/sys/block")) {
      var sys = "/sys/block/" + disk;
      if (facts.number(sys + "/size").orElse(0L) == 0) {
        continue;
      }
      rows.add(row(sys, disk, Optional.empty()));
      for (var part : facts.names(sys)) {
        if (part.startsWith(disk) && facts.exists(sys + "/" + part + "/partition")) {
          rows.add(row(sys + "/" + part, part, Optional.of("/dev/" + disk)));
        }
      }
    }
    return rows;
  }

  private Row row(String sys, String name, Optional<String> parent) {
    var udev =
        facts
            .attribute(sys + "/dev")
            .flatMap(number -> facts.attribute("/run/udev/data/b" + number));
    var found = udev.map(BlockDevicesTable::parse).orElse(Map.of());
    var disk = parent.map(dev -> sys.substring(0, sys.lastIndexOf('/'))).orElse(sys);
    var blockSize = facts.number(disk + "/queue/logical_block_size");
    return new Row(
        "/dev/" + name,
        parent,
        facts.attribute(disk + "/device/vendor").filter(vendor -> !vendor.startsWith("0x")),
        facts.attribute(disk + "/device/model"),
        facts
            .attribute(disk + "/device/serial")
            .or(() -> facts.attribute(disk + "/serial"))
            .or(() -> Optional.ofNullable(found.get("ID_SERIAL_SHORT"))),
        facts
            .number(sys + "/size")
            .map(sectors -> sectors * SECTOR_BYTES / blockSize.orElse(SECTOR_BYTES)),
        blockSize,
        Optional.ofNullable(found.get("ID_FS_UUID")),
        Optional.ofNullable(found.get("ID_FS_TYPE")),
        Optional.ofNullable(found.get("ID_FS_LABEL_ENC"))
            .map(BlockDevicesTable::decoded)
            .or(() -> Optional.ofNullable(found.get("ID_FS_LABEL"))));
  }

  /// The properties (`E:NAME=value`) of a file of udev's database.
  static Map<String, String> parse(String udev) {
    var found = new HashMap<String, String>();
    for (var line : udev.lines().toList()) {
      int equals = line.indexOf('=');
      if (line.startsWith("E:") && equals > 0) {
        found.put(line.substring(2, equals), line.substring(equals + 1));
      }
    }
    return found;
  }

  /// udev writes what is not plain in a label as `\x20`.
  static String decoded(String label) {
    var text = new StringBuilder();
    UnaryOperator<String> hex = digits -> Character.toString(Integer.parseInt(digits, 16));
    for (int i = 0; i < label.length(); i++) {
      if (label.startsWith("\\x", i)
          && i + 4 <= label.length()
          && label.substring(i + 2, i + 4).matches("[0-7][0-9a-fA-F]")) {
        text.append(hex.apply(label.substring(i + 2, i + 4)));
        i += 3;
      } else {
        text.append(label.charAt(i));
      }
    }
    return text.toString();
  }
}
