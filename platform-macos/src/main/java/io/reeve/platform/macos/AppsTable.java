package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `apps`: application bundles, as System Information finds them.
record AppsTable(Tools tools) implements Table<AppsTable.Row> {
  record Row(
      String name,
      @Key String path,
      Optional<String> bundleShortVersion,
      Optional<String> infoString) {}

  @Override
  public String name() {
    return "apps";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    tools.live("applications");
    return parse(tools.report("SPApplicationsDataType"));
  }

  static List<Row> parse(JsonNode report) {
    var rows = new ArrayList<Row>();
    for (var app : report) {
      var path = app.path("path").asText();
      if (!path.isEmpty()) {
        var file = path.substring(path.lastIndexOf('/') + 1);
        rows.add(new Row(file, path, text(app, "version"), text(app, "info")));
      }
    }
    return rows;
  }

  private static Optional<String> text(JsonNode app, String key) {
    return Optional.of(app.path(key).asText()).filter(each -> !each.isBlank());
  }
}
