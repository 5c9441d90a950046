package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `disk_encryption`: the volumes of APFS. A Mac encrypts all of them by itself; what FileVault
/// adds is a secret to be asked for.
record DiskEncryptionTable(Tools tools) implements Table<DiskEncryptionTable.Row> {
  record Row(@Key String name, String uuid, long encrypted, String type, String filevaultStatus) {}

  @Override
  public String name() {
    return "disk_encryption";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    tools.live("disks");
    return parse(tools.plist("/usr/sbin/diskutil", "apfs", "list", "-plist"));
  }

  static List<Row> parse(JsonNode list) {
    var rows = new ArrayList<Row>();
    for (var container : list.path("Containers")) {
      for (var volume : container.path("Volumes")) {
        rows.add(
            new Row(
                "/dev/" + volume.path("DeviceIdentifier").asText(),
                volume.path("APFSVolumeUUID").asText(),
                volume.path("Encryption").asBoolean() ? 1 : 0,
                "APFS",
                volume.path("FileVault").asBoolean() ? "on" : "off"));
      }
    }
    return rows;
  }
}
