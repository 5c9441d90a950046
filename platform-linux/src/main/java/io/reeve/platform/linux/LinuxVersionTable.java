package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `os_version`: the distribution, from os-release(5).
final class LinuxVersionTable implements Table<LinuxVersionTable.Row> {
  private final Facts facts;

  record Row(
      @Key String name,
      Optional<String> version,
      Optional<Long> major,
      Optional<Long> minor,
      Optional<Long> patch,
      Optional<String> build,
      String platform,
      Optional<String> platformLike,
      Optional<String> codename,
      String arch) {}

  LinuxVersionTable(Facts facts) {
    this.facts = facts;
  }

  @Override
  public String name() {
    return "os_version";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    var file = facts.exists("/etc/os-release") ? "/etc/os-release" : "/usr/lib/os-release";
    return List.of(parse(facts.text(file), System.getProperty("os.arch", "")));
  }

  static Row parse(String release, String arch) {
    var fields = fields(release);
    var number = value(fields, "VERSION_ID").orElse("").split("\\.", -1);
    return new Row(
        value(fields, "NAME").orElse("Linux"),
        value(fields, "VERSION").or(() -> value(fields, "VERSION_ID")),
        part(number, 0),
        part(number, 1),
        part(number, 2),
        value(fields, "BUILD_ID").or(() -> value(fields, "VARIANT_ID")),
        value(fields, "ID").orElse("linux"),
        value(fields, "ID_LIKE"),
        value(fields, "VERSION_CODENAME"),
        arch.equals("amd64") ? "x86_64" : arch);
  }

  private static Optional<Long> part(String[] number, int index) {
    return index < number.length ? Facts.parseNumber(number[index]) : Optional.empty();
  }

  private static Optional<String> value(Map<String, String> fields, String name) {
    return Optional.ofNullable(fields.get(name)).filter(text -> !text.isEmpty());
  }

  private static Map<String, String> fields(String release) {
    var fields = new HashMap<String, String>();
    for (var line : release.lines().map(String::strip).toList()) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        fields.put(line.substring(0, equals), unquoted(line.substring(equals + 1)));
      }
    }
    return fields;
  }

  /// A value may stand in single or double quotes, and in double quotes a backslash takes a
  /// character literally.
  private static String unquoted(String value) {
    boolean single = value.length() > 1 && value.startsWith("'") && value.endsWith("'");
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    var text = single || quoted ? value.substring(1, value.length() - 1) : value;
    return single ? text : text.replaceAll("\\\\(.)", "$1");
  }
}
