package io.reeve.installer.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Passes in which everything is right, and the repair of 25 settings that are not.
///
/// @param contenders run as processes
/// @param reeve the daemon
/// @param sizes how many settings
/// @param smoke once each
record SettingsRace(
    List<Contender> contenders, ReeveThere reeve, List<Integer> sizes, boolean smoke) {
  private static final String DAEMON = "Reeve's daemon";
  private static final int DRIFTED = 25;
  private static final int DRIFTED_OF = 100;

  String table() throws IOException {
    var table =
        new Table(
            "work",
            "program",
            "runs",
            "wall, ms",
            "CPU, ms",
            "CPU against Reeve's daemon",
            "RSS, MB");
    for (int settings : sizes) {
      rows(table, "no-op, " + settings + " settings", passes(settings));
      if (settings == DRIFTED_OF || smoke) {
        rows(table, DRIFTED + " of " + settings + " drifted", repairs(settings));
      }
    }
    return table.toString();
  }

  private static void rows(Table table, String work, Map<String, Costs> costs) {
    var ours = costs.getOrDefault(DAEMON, new Costs());
    costs.forEach((name, cost) ->
        table.row(
            work,
            name,
            Integer.toString(cost.runs()),
            Table.number(cost.wall()),
            Table.number(cost.cpu()),
            cost.times(ours),
            cost.rss() > 0 ? Table.number(cost.rss()) : ""));
  }

  /// Each is run once before, so that it has what it keeps between runs.
  private Map<String, Costs> passes(int settings) throws IOException {
    reeve.wish(settings);
    for (int i = 0; i < (smoke ? 1 : 20); i++) {
      var _ = reeve.pass();
    }
    for (var contender : contenders) {
      contender.prepare(settings);
      if (!contender.slow()) {
        var _ = contender.pass(settings);
      }
    }
    var costs = new LinkedHashMap<String, Costs>();
    for (int round = 0; round < most(); round++) {
      add(costs, DAEMON, reeve.pass());
      for (var contender : contenders) {
        if (round < runs(contender, settings)) {
          add(costs, contender.name(), contender.pass(settings));
        }
      }
    }
    return costs;
  }

  private Map<String, Costs> repairs(int settings) throws IOException {
    var costs = new LinkedHashMap<String, Costs>();
    for (int round = 0; round < most(); round++) {
      var drifted = drifted(round, settings);
      add(costs, DAEMON, reeve.repair(drifted));
      for (var contender : contenders) {
        if (round < runs(contender, settings)) {
          add(costs, contender.name(), contender.repair(settings, drifted));
        }
      }
    }
    return costs;
  }

  /// Others each round, so that nobody takes them for a fight.
  private static List<Integer> drifted(int round, int settings) {
    return IntStream.range(0, DRIFTED).mapToObj(i -> (round * DRIFTED + i) % settings).toList();
  }

  private static void add(Map<String, Costs> costs, String name, Container.Cost cost) {
    costs.computeIfAbsent(name, _ -> new Costs()).add(cost);
  }

  private int most() {
    return smoke ? 1 : 7;
  }

  private int runs(Contender contender, int settings) {
    if (smoke || (contender.slow() && settings > DRIFTED_OF)) {
      return 1;
    }
    return contender.slow() ? 3 : 5;
  }
}
