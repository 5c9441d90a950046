package io.reeve.core.inventory;

import io.reeve.core.spi.Table;
import java.util.List;

/// `uptime`: since the machine started.
final class UptimeTable implements Table<UptimeTable.Row> {

  record Row(long days, long hours, long minutes, long seconds, long totalSeconds) {}

  @Override
  public String name() {
    return "uptime";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public Pace pace() {
    return Pace.FAST;
  }

  @Override
  public List<Row> read() {
    return List.of(parse(Oshi.os().getSystemUptime()));
  }

  static Row parse(long total) {
    return new Row(total / 86_400, total / 3600 % 24, total / 60 % 60, total % 60, total);
  }
}
