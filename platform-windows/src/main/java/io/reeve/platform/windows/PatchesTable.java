package io.reeve.platform.windows;

import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `patches`: the updates of Windows itself that are installed.
record PatchesTable(Wmi wmi) implements Table<PatchesTable.Row> {
  private static final List<String> PROPERTIES =
      List.of(
          "CSName",
          "HotFixID",
          "Caption",
          "Description",
          "FixComments",
          "InstalledBy",
          "InstallDate",
          "InstalledOn");

  record Row(
      Optional<String> csname,
      @Key String hotfixId,
      Optional<String> caption,
      Optional<String> description,
      Optional<String> fixComments,
      Optional<String> installedBy,
      Optional<String> installDate,
      Optional<String> installedOn) {}

  @Override
  public String name() {
    return "patches";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    return wmi.instances("root\\cimv2", "Win32_QuickFixEngineering", PROPERTIES).stream()
        .filter(found -> found.containsKey("HotFixID"))
        .map(PatchesTable::row)
        .toList();
  }

  private static Row row(Map<String, String> found) {
    return new Row(
        known(found, "CSName"),
        found.getOrDefault("HotFixID", ""),
        known(found, "Caption"),
        known(found, "Description"),
        known(found, "FixComments"),
        known(found, "InstalledBy"),
        known(found, "InstallDate"),
        known(found, "InstalledOn"));
  }

  /// What is not said, or left empty, is not known.
  static Optional<String> known(Map<String, String> found, String property) {
    return Optional.ofNullable(found.get(property)).filter(text -> !text.isBlank());
  }
}
