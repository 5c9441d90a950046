package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `package_receipts`: what installer packages have left.
record PackageReceiptsTable(Tools tools) implements Table<PackageReceiptsTable.Row> {
  private static final String FOLDER = "/private/var/db/receipts";

  record Row(
      @Key String packageId,
      Optional<String> packageFilename,
      Optional<String> version,
      Optional<String> location,
      Optional<Double> installTime,
      Optional<String> installerName,
      String path) {}

  @Override
  public String name() {
    return "package_receipts";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    tools.live("packages");
    var rows = new ArrayList<Row>();
    new PropertyFiles(tools).all(FOLDER).forEach((path, plist) -> row(path, plist, rows));
    return rows;
  }

  static void row(String path, JsonNode plist, List<Row> into) {
    var id = plist.path("PackageIdentifier").asText();
    if (id.isEmpty()) {
      return;
    }
    into.add(
        new Row(
            id,
            text(plist, "PackageFileName"),
            text(plist, "PackageVersion"),
            text(plist, "InstallPrefixPath"),
            time(plist.path("InstallDate")),
            text(plist, "InstallProcessName"),
            path));
  }

  private static Optional<Double> time(JsonNode date) {
    return date instanceof POJONode node && node.getPojo() instanceof Instant at
        ? Optional.of((double) at.getEpochSecond())
        : Optional.empty();
  }

  private static Optional<String> text(JsonNode plist, String key) {
    return Optional.of(plist.path(key).asText()).filter(each -> !each.isBlank());
  }
}
