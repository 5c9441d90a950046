package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// `memory_info`, in bytes, from `/proc/meminfo`.
final class LinuxMemoryTable implements Table<LinuxMemoryTable.Row> {
  private static final Pattern LINE = Pattern.compile("(\\S+):\\s+([0-9]{1,15}) kB");
  private final Facts facts;

  record Row(
      Optional<Long> memoryTotal,
      @Restless Optional<Long> memoryFree,
      @Restless Optional<Long> memoryAvailable,
      @Restless Optional<Long> buffers,
      @Restless Optional<Long> cached,
      @Restless Optional<Long> swapCached,
      @Restless Optional<Long> active,
      @Restless Optional<Long> inactive,
      Optional<Long> swapTotal,
      @Restless Optional<Long> swapFree) {}

  LinuxMemoryTable(Facts facts) {
    this.facts = facts;
  }

  @Override
  public String name() {
    return "memory_info";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    return List.of(parse(facts.text("/proc/meminfo")));
  }

  static Row parse(String meminfo) {
    var kib = new HashMap<String, Long>();
    var lines = LINE.matcher(meminfo);
    while (lines.find()) {
      kib.put(lines.group(1), Long.parseLong(lines.group(2)));
    }
    return new Row(
        bytes(kib, "MemTotal"),
        bytes(kib, "MemFree"),
        bytes(kib, "MemAvailable"),
        bytes(kib, "Buffers"),
        bytes(kib, "Cached"),
        bytes(kib, "SwapCached"),
        bytes(kib, "Active"),
        bytes(kib, "Inactive"),
        bytes(kib, "SwapTotal"),
        bytes(kib, "SwapFree"));
  }

  private static Optional<Long> bytes(Map<String, Long> kib, String name) {
    return Optional.ofNullable(kib.get(name)).map(number -> number * 1024);
  }
}
