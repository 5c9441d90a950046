package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `deb_packages`: what dpkg knows as installed or half installed, read from its status file. The
/// size is in bytes, as the package declares it.
final class DebPackagesTable implements Table<DebPackagesTable.Row> {
  private static final String STATUS = "/var/lib/dpkg/status";
  private final Facts facts;

  record Row(
      @Key String name,
      Optional<String> version,
      String source,
      Optional<Long> size,
      @Key String arch,
      Optional<String> revision,
      String status,
      Optional<String> maintainer,
      Optional<String> section,
      Optional<String> priority,
      String admindir) {}

  DebPackagesTable(Facts facts) {
    this.facts = facts;
  }

  @Override
  public String name() {
    return "deb_packages";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    if (!facts.exists(STATUS)) {
      throw new NotApplicableException("this machine does not use dpkg");
    }
    return parse(facts.text(STATUS));
  }

  static List<Row> parse(String status) {
    var rows = new ArrayList<Row>();
    var fields = new HashMap<String, String>();
    for (var line : status.lines().toList()) {
      if (line.isBlank()) {
        row(fields).ifPresent(rows::add);
        fields.clear();
        continue;
      }
      int colon = line.indexOf(':');
      if (colon > 0 && !Character.isWhitespace(line.charAt(0))) {
        fields.putIfAbsent(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    row(fields).ifPresent(rows::add);
    return rows;
  }

  /// A package of which nothing or only configuration files are left is not installed.
  private static Optional<Row> row(Map<String, String> fields) {
    var name = field(fields, "Package");
    var status = field(fields, "Status").orElse("");
    if (name.isEmpty() || status.endsWith("not-installed") || status.endsWith("config-files")) {
      return Optional.empty();
    }
    var version = field(fields, "Version");
    return Optional.of(
        new Row(
            name.get(),
            version,
            field(fields, "Source").map(DebPackagesTable::firstWord).orElse(name.get()),
            field(fields, "Installed-Size").flatMap(Facts::parseNumber).map(kib -> kib * 1024),
            field(fields, "Architecture").orElse(""),
            version.flatMap(DebPackagesTable::revision),
            status,
            field(fields, "Maintainer"),
            field(fields, "Section"),
            field(fields, "Priority"),
            "/var/lib/dpkg"));
  }

  private static Optional<String> field(Map<String, String> fields, String name) {
    return Optional.ofNullable(fields.get(name)).filter(text -> !text.isEmpty());
  }

  /// A source may stand with its version: `glibc (2.36-9)`.
  private static String firstWord(String text) {
    int blank = text.indexOf(' ');
    return blank < 0 ? text : text.substring(0, blank);
  }

  /// What stands after the last hyphen of a version.
  private static Optional<String> revision(String version) {
    int hyphen = version.lastIndexOf('-');
    return hyphen < 0 ? Optional.empty() : Optional.of(version.substring(hyphen + 1));
  }
}
