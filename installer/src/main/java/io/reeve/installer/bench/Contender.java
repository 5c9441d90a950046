package io.reeve.installer.bench;

import io.reeve.installer.bench.Container.Cost;
import java.io.IOException;
import java.util.List;

/// One program in a system of its own that keeps the settings of [Hosts] right when it is run.
///
/// @param name for the tables
/// @param line how it is run, with `%d` for the number of settings
/// @param good exit codes that mean success
/// @param told what tells it the settings, for one that keeps them; empty for one that is told each
///   time it is run
/// @param slow it takes seconds for a hundred settings: fewer runs
record Contender(
    String name,
    Container where,
    List<String> line,
    List<Integer> good,
    List<String> told,
    boolean slow) {
  private static final String FILE = "/etc/hosts";

  /// Has the file be as it shall be.
  void prepare(int settings) throws IOException {
    if (told.isEmpty()) {
      where.order("write", "path", FILE, "text", Hosts.file(settings));
    } else {
      where.run(List.of(0), words(told, settings));
    }
    var file = where.order("read", "path", FILE).path("text").asText();
    if (!Hosts.right(Hosts.entries(file), settings)) {
      throw BenchException.wrong(name + " does not have the " + settings + " settings");
    }
  }

  /// Runs it; the file is as it was and was not written.
  Cost pass(int settings) throws IOException {
    var before = where.order("read", "path", FILE);
    var cost = run(settings);
    var after = where.order("read", "path", FILE);
    if (!before.equals(after)) {
      throw BenchException.wrong(name + " wrote a file in which everything was right");
    }
    return cost;
  }

  /// Makes settings wrong and runs it; all of them are right afterwards, and nothing else is
  /// different.
  Cost repair(int settings, List<Integer> drifted) throws IOException {
    var right = where.order("read", "path", FILE).path("text").asText();
    where.order("write", "path", FILE, "text", Hosts.drifted(right, drifted));
    var cost = run(settings);
    checkSame(right, where.order("read", "path", FILE).path("text").asText());
    return cost;
  }

  /// Comments and order apart.
  private void checkSame(String right, String after) {
    if (!Hosts.entries(right).equals(Hosts.entries(after))) {
      throw BenchException.wrong(name + " did not put right what was drifted");
    }
  }

  private Cost run(int settings) throws IOException {
    return where.run(good, words(line, settings));
  }

  private static List<String> words(List<String> line, int settings) {
    return line.stream().map(word -> word.replace("%d", Integer.toString(settings))).toList();
  }
}
