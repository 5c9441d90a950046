package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `launchd`: what launchd starts, for the system and in sessions.
record LaunchdTable(Tools tools) implements Table<LaunchdTable.Row> {
  private static final List<String> FOLDERS =
      List.of(
          "/Library/LaunchDaemons",
          "/Library/LaunchAgents",
          "/System/Library/LaunchDaemons",
          "/System/Library/LaunchAgents");

  record Row(
      @Key String path,
      String name,
      Optional<String> label,
      Optional<String> program,
      Optional<String> runAtLoad,
      Optional<String> disabled,
      Optional<String> username,
      Optional<String> programArguments) {}

  @Override
  public String name() {
    return "launchd";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    tools.live("services");
    var rows = new ArrayList<Row>();
    for (var folder : FOLDERS) {
      new PropertyFiles(tools).all(folder).forEach((path, plist) -> rows.add(row(path, plist)));
    }
    return rows;
  }

  static Row row(String path, JsonNode plist) {
    var arguments = new ArrayList<String>();
    plist.path("ProgramArguments").forEach(word -> arguments.add(word.asText()));
    return new Row(
        path,
        path.substring(path.lastIndexOf('/') + 1),
        text(plist, "Label"),
        text(plist, "Program"),
        flag(plist, "RunAtLoad"),
        flag(plist, "Disabled"),
        text(plist, "UserName"),
        arguments.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", arguments)));
  }

  private static Optional<String> text(JsonNode plist, String key) {
    return Optional.of(plist.path(key).asText()).filter(each -> !each.isBlank());
  }

  private static Optional<String> flag(JsonNode plist, String key) {
    return plist.path(key).isBoolean()
        ? Optional.of(plist.path(key).asBoolean() ? "1" : "0")
        : Optional.empty();
  }
}
