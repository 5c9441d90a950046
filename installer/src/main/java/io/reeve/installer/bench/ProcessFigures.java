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

  /// Above it no Java heap of up to 256 MB lies, and below it nothing else.
  private static final long HEAP_ENDS = 1L << 32;

  /// Processor time of it and of all children that have ended, in milliseconds.
  double cpuMillis() throws IOException {
    var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    // The name in brackets may hold blanks; fields 16 and 17 of proc(5) are the children's.
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long children = Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
    return ProcessorClock.millis(pid) + (double) children * TICK_MILLIS;
  }

  /// A line of `smaps_rollup`, in megabytes.
  double megabytes(String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToDouble(ProcessFigures::megabytesOf)
        .findFirst()
        .orElseThrow(() -> new IOException("no " + name + " in smaps_rollup"));
  }

  /// What of the Java heap lies in memory, in megabytes: the mappings below 4 GB, where a JVM puts
  /// a heap that fits there, and nothing but it.
  double heap() throws IOException {
    double all = 0;
    boolean low = false;
    for (var line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps"))) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        low =
            Long.parseUnsignedLong(line.substring(line.indexOf('-') + 1, line.indexOf(' ')), 16)
                <= HEAP_ENDS;
      } else if (low && line.startsWith("Rss:")) {
        all += megabytesOf(line);
      }
    }
    return all;
  }

  private static double megabytesOf(String line) {
    return Double.parseDouble(line.replaceAll("\\D+", "")) / 1024;
  }
}
