package io.reeve.installer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/// When, with what and where something was measured: without it a figure says nothing.
final class Stamp {
  private Stamp() {}

  /// @param command what to type to take it again
  static String of(String command) throws IOException {
    return String.format(
        Locale.ROOT,
        "Taken on %s with `%s`: %d processors (%s), %s, Java %s; load before it %s.%n",
        LocalDate.now(ZoneOffset.UTC),
        command,
        Runtime.getRuntime().availableProcessors(),
        value("/proc/cpuinfo", "model name", ":"),
        value("/etc/os-release", "PRETTY_NAME", "=").replace("\"", ""),
        Runtime.version(),
        Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
  }

  private static String value(String file, String name, String sign) throws IOException {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name) && line.contains(sign))
          .map(line -> line.substring(line.indexOf(sign) + 1).strip())
          .findFirst()
          .orElse("unknown");
    }
  }
}
