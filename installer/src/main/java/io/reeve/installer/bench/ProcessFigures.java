package io.reeve.installer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the kernel says of a running process.
///
/// @param pid its number
record ProcessFigures(long pid) {
  /// What clocks of the kernel count in, on every Linux there is.
  private static final int TICK_MILLIS = 10;

  /// Processor time of it and of all children that have ended, in milliseconds.
  double cpuMillis() throws IOException {
    var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    // The name in brackets may hold blanks; fields 14 to 17 of proc(5) follow it.
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = 0;
    for (int i = 11; i <= 14; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return (double) ticks * TICK_MILLIS;
  }

  /// A line of `smaps_rollup`, in megabytes.
  double megabytes(String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / 1024)
        .findFirst()
        .orElseThrow(() -> new IOException("no " + name + " in smaps_rollup"));
  }
}
