package io.reeve.installer.bench;

import io.reeve.installer.bench.Container.Cost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What this machine is and has: everything each program can tell.
///
/// @param peers where Debian's programs are
/// @param alone where no daemon runs
/// @param reeve the daemon
/// @param runs of each, in turn
record InventoryRace(Container peers, Container alone, ReeveThere reeve, int runs) {
  private static final List<String> REEVE = List.of("/opt/reeve/bin/reeve", "inventory", "--json");
  private static final String DAEMON = "`reeve inventory` with the daemon (both together)";

  /// How to start each, and whether it tells which kernel runs.
  private static final Map<String, List<String>> PEERS =
      Map.of(
          "facter", List.of("facter", "--json"),
          "fusioninventory", List.of("fusioninventory-inventory"),
          "lshw (hardware only)", List.of("lshw", "-json"));

  String table() throws IOException {
    var costs = new LinkedHashMap<String, Costs>();
    var told = new LinkedHashMap<String, Integer>();
    for (int i = 0; i < runs; i++) {
      note(costs, told, DAEMON, reeve.command(REEVE));
      note(costs, told, "`reeve inventory` without a daemon", alone.run(List.of(0), REEVE));
      for (var peer : PEERS.entrySet()) {
        note(costs, told, peer.getKey(), peers.run(List.of(0), peer.getValue()));
      }
    }
    var table =
        new Table(
            "program", "wall, ms", "CPU, ms", "CPU against Reeve's daemon", "RSS, MB", "tells");
    var ours = costs.getOrDefault(DAEMON, new Costs());
    costs.forEach((name, cost) ->
        table.row(
            name,
            Table.number(cost.wall()),
            Table.number(cost.cpu()),
            cost.times(ours),
            Table.number(cost.rss()),
            String.format(Locale.ROOT, "%.0f KB", told.getOrDefault(name, 0) / 1e3)));
    return table.toString();
  }

  private void note(Map<String, Costs> costs, Map<String, Integer> told, String name, Cost cost)
      throws IOException {
    check(name, cost.out());
    costs.computeIfAbsent(name, _ -> new Costs()).add(cost);
    told.put(name, cost.out().length());
  }

  /// All of them tell the processor; whoever tells of more than hardware tells the kernel.
  private static void check(String name, String told) throws IOException {
    var kernel = Files.readString(Path.of("/proc/sys/kernel/osrelease"));
    var model =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("");
    boolean hardwareOnly = name.startsWith("lshw");
    if (!told.contains(model) || (!hardwareOnly && !told.contains(kernel.strip()))) {
      throw BenchException.wrong(name + " does not tell what this machine is");
    }
  }
}
