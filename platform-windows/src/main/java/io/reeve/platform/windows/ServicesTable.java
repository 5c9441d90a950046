package io.reeve.platform.windows;

import static io.reeve.platform.windows.PatchesTable.known;

import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `services`: the services of Windows, running or not; no drivers.
record ServicesTable(Wmi wmi, Registry registry) implements Table<ServicesTable.Row> {
  private static final List<String> PROPERTIES =
      List.of(
          "Name",
          "ServiceType",
          "DisplayName",
          "State",
          "ProcessId",
          "StartMode",
          "ExitCode",
          "ServiceSpecificExitCode",
          "PathName",
          "Description",
          "StartName");
  private static final Map<String, String> STARTS =
      Map.of(
          "Boot", "BOOT_START",
          "System", "SYSTEM_START",
          "Auto", "AUTO_START",
          "Manual", "DEMAND_START",
          "Disabled", "DISABLED");

  record Row(
      @Key String name,
      Optional<String> serviceType,
      Optional<String> displayName,
      Optional<String> status,
      @Restless Optional<Long> pid,
      Optional<String> startType,
      Optional<Long> win32ExitCode,
      Optional<Long> serviceExitCode,
      Optional<String> path,
      Optional<String> modulePath,
      Optional<String> description,
      Optional<String> userAccount) {}

  @Override
  public String name() {
    return "services";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    var rows = new ArrayList<Row>();
    for (var found : wmi.instances("root\\cimv2", "Win32_Service", PROPERTIES)) {
      var name = known(found, "Name");
      if (name.isPresent()) {
        rows.add(row(name.get(), found));
      }
    }
    return rows;
  }

  private Row row(String name, Map<String, String> found) throws IOException {
    return new Row(
        name,
        known(found, "ServiceType").map(ServicesTable::word),
        known(found, "DisplayName"),
        known(found, "State").map(ServicesTable::word),
        number(found, "ProcessId"),
        known(found, "StartMode").map(mode -> STARTS.getOrDefault(mode, word(mode))),
        number(found, "ExitCode"),
        number(found, "ServiceSpecificExitCode"),
        known(found, "PathName"),
        module(name),
        known(found, "Description"),
        known(found, "StartName"));
  }

  /// What a service is that shares its process with others.
  private Optional<String> module(String name) throws IOException {
    var key = RegistryKey.machine("SYSTEM\\CurrentControlSet\\Services").child(name);
    return registry.value(key.child("Parameters"), "ServiceDll").flatMap(RegistryData::text);
  }

  /// As Windows' headers call it: `Start Pending` is `START_PENDING`.
  private static String word(String text) {
    return text.toUpperCase(Locale.ROOT).replace(' ', '_');
  }

  private static Optional<Long> number(Map<String, String> found, String property) {
    return known(found, property).filter(text -> text.matches("\\d{1,10}")).map(Long::valueOf);
  }
}
