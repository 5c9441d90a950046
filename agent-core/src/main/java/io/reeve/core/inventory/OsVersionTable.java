package io.reeve.core.inventory;

import io.reeve.core.spi.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import oshi.software.os.OperatingSystem;

/// `os_version`.
final class OsVersionTable implements Table<OsVersionTable.Row> {

  record Row(
      @Key String name,
      String version,
      Optional<Long> major,
      Optional<Long> minor,
      Optional<Long> patch,
      Optional<String> build,
      String platform,
      Optional<String> platformLike,
      Optional<String> codename,
      String arch) {}

  @Override
  public String name() {
    return "os_version";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() {
    return List.of(parse(Oshi.os(), System.getProperty("os.arch", "")));
  }

  static Row parse(OperatingSystem os, String arch) {
    var version = os.getVersionInfo();
    var number = Known.text(version.getVersion()).orElse("");
    var parts = List.of(number.split("\\.", -1));
    var family = os.getFamily();
    return new Row(
        family,
        Known.text(version.getCodeName()).map(code -> number + " (" + code + ")").orElse(number),
        part(parts, 0),
        part(parts, 1),
        part(parts, 2),
        Known.text(version.getBuildNumber()),
        platform(family),
        Optional.empty(),
        Known.text(version.getCodeName()),
        arch);
  }

  private static Optional<Long> part(List<String> parts, int index) {
    return index < parts.size() ? Known.leadingNumber(parts.get(index)) : Optional.empty();
  }

  /// osquery's word for the system.
  private static String platform(String family) {
    return switch (family) {
      case "macOS", "Mac OS X" -> "darwin";
      case "Windows" -> "windows";
      default -> family.toLowerCase(Locale.ROOT);
    };
  }
}
