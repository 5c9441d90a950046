package io.reeve.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All of a machine that a setting may change: its disk, and what its kernel and its services hold
/// in memory, asked of the system's own tools.
///
/// @param live what is in memory, a line of text for each thing
record MachineState(DiskState disk, Map<String, String> live) {
  /// Units that come and go by themselves: they are started when somebody asks them something.
  private static final List<String> UNSETTLED = List.of("static", "transient", "generated", "");

  static MachineState of(BootedMachine machine, MachineImage image) {
    var live = new TreeMap<String, String>();
    add(live, "nft", machine.need("nft", "--stateless", "list", "ruleset"));
    add(live, "sysctl", machine.run("sysctl", "--all", "--pattern", "^net[.](core|ip)").out());
    add(live, "unit", units(machine));
    add(live, "unit file", unitFiles(machine));
    live.put("host name", machine.need("hostname"));
    live.put("group of alice", machine.run("id", "alice").all());
    return new MachineState(DiskState.of(machine, image), live);
  }

  private static void add(Map<String, String> live, String kind, String lines) {
    int number = 0;
    for (var line : lines.lines().toList()) {
      live.put("%s %s %d".formatted(kind, line.strip(), kind.equals("nft") ? number++ : 0), line);
    }
  }

  /// The unit files, but for those of sessions and other units that come and go.
  private static String unitFiles(BootedMachine machine) {
    return machine
        .need("systemctl", "list-unit-files", "--no-legend", "--no-pager", "--plain")
        .lines()
        .filter(line -> !line.contains(" transient "))
        .collect(Collectors.joining("\n"));
  }

  /// The units that somebody has enabled or disabled, and are active.
  private static String units(BootedMachine machine) {
    var shown =
        machine.need(
            "systemctl",
            "show",
            "--property=Id,ActiveState,UnitFileState",
            "--no-pager",
            "*.service",
            "*.socket",
            "*.timer",
            "*.path");
    return Stream.of(shown.split("\n\n"))
        .map(MachineState::properties)
        .filter(unit -> !UNSETTLED.contains(unit.getOrDefault("UnitFileState", "")))
        .filter(unit -> "active".equals(unit.get("ActiveState")))
        .map(unit -> unit.get("Id") + " is active")
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static Map<String, String> properties(String block) {
    return block
        .lines()
        .map(line -> line.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  /// What is different in that later state of the same machine, a line for each thing.
  List<String> differences(MachineState later) {
    var lines = new ArrayList<>(disk.differences(later.disk));
    var names = new TreeSet<>(live.keySet());
    names.addAll(later.live.keySet());
    for (var name : names) {
      if (!later.live.containsKey(name)) {
        lines.add("gone: " + name);
      } else if (!live.containsKey(name)) {
        lines.add("new: " + name);
      } else if (!live.get(name).equals(later.live.get(name))) {
        lines.add(name + ": " + live.get(name) + " => " + later.live.get(name));
      }
    }
    return lines;
  }
}
