package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `rpm_packages`: asked of `rpm` itself, whose database has had three formats.
final class RpmPackagesTable implements Table<RpmPackagesTable.Row> {
  private static final String RPM = "/usr/bin/rpm";
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String FORMAT =
      String.join(
          "\\t",
          "%{NAME}",
          "%{VERSION}",
          "%{RELEASE}",
          "%{SOURCERPM}",
          "%{SIZE}",
          "%{SHA1HEADER}",
          "%{ARCH}",
          "%{EPOCH}",
          "%{INSTALLTIME}",
          "%{VENDOR}",
          "%{GROUP}\\n");
  private static final int FIELDS = 11;
  private final Facts facts;
  private final Commands commands;

  record Row(
      @Key String name,
      @Key String version,
      @Key String release,
      Optional<String> source,
      Optional<Long> size,
      Optional<String> sha1,
      @Key Optional<String> arch,
      Optional<Long> epoch,
      Optional<Long> installTime,
      Optional<String> vendor,
      Optional<String> packageGroup) {}

  RpmPackagesTable(Facts facts, Commands commands) {
    this.facts = facts;
    this.commands = commands;
  }

  @Override
  public String name() {
    return "rpm_packages";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    if (!facts.exists(RPM)) {
      throw new NotApplicableException("this machine does not use rpm");
    }
    var result = commands.run(List.of(RPM, "-qa", "--queryformat", FORMAT), DEADLINE);
    if (!result.ok()) {
      throw new IOException("rpm -qa ended with " + result.exit() + ": " + result.err().strip());
    }
    return parse(result.out());
  }

  static List<Row> parse(String lines) {
    var rows = new ArrayList<Row>();
    for (var line : lines.lines().toList()) {
      var fields = line.split("\t", -1);
      if (fields.length == FIELDS && !fields[0].equals("gpg-pubkey")) {
        rows.add(row(fields));
      }
    }
    return rows;
  }

  private static Row row(String[] fields) {
    return new Row(
        fields[0],
        fields[1],
        fields[2],
        known(fields[3]),
        known(fields[4]).flatMap(Facts::parseNumber),
        known(fields[5]),
        known(fields[6]),
        known(fields[7]).flatMap(Facts::parseNumber),
        known(fields[8]).flatMap(Facts::parseNumber),
        known(fields[9]),
        known(fields[10]));
  }

  private static Optional<String> known(String field) {
    return field.isEmpty() || field.equals("(none)") ? Optional.empty() : Optional.of(field);
  }
}
