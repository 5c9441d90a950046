package io.reeve.platform.macos;

import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.List;

/// `gatekeeper`: whether programs are looked at before they run for the first time.
record GatekeeperTable(Tools tools) implements Table<GatekeeperTable.Row> {
  record Row(@Key long assessmentsEnabled, long devIdEnabled) {}

  @Override
  public String name() {
    return "gatekeeper";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  /// It ends with a code of its own when they are not.
  @Override
  public List<Row> read() throws IOException {
    tools.live("policy for programs");
    var ran = tools.run("/usr/sbin/spctl", "--status", "--verbose");
    return parse(ran.out() + ran.err());
  }

  static List<Row> parse(String status) throws IOException {
    if (!status.contains("assessments ")) {
      throw new IOException("spctl says '" + status.strip() + "'");
    }
    return List.of(
        new Row(
            status.contains("assessments enabled") ? 1 : 0,
            status.contains("developer id enabled") ? 1 : 0));
  }
}
