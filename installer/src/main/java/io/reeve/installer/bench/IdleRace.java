package io.reeve.installer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/// Daemons that wait. Puppet's agent waits for a server to give it a certificate, CFEngine's for
/// the time of its next run, Reeve's for a change of the settings it watches.
final class IdleRace {
  private IdleRace() {}

  static String table(
      Container cfengine, Container puppet, ReeveThere reeve, Container ours, int seconds)
      throws IOException, InterruptedException {
    long execd = cfengine.start("cf-execd", "--no-fork");
    long agent =
        puppet.start(
            "puppet", "agent", "--no-daemonize", "--server", "localhost", "--waitforcert", "60");
    Thread.sleep(seconds * 1000L + 2000);
    var table = new Table("daemon", "private dirty, MB", "PSS, MB", "RSS, MB");
    row(table, "Reeve, not enrolled, the settings above watched", memory(ours, reeve.pid()));
    row(table, "puppet agent, before its first catalogue", memory(puppet, agent));
    row(table, "cf-execd, without the cf-agent it starts", memory(cfengine, execd));
    puppet.order("stop", "pid", agent);
    cfengine.order("stop", "pid", execd);
    reeve.stop();
    return table.toString();
  }

  private static JsonNode memory(Container where, long pid) throws IOException {
    return where.order("memory", "pid", pid);
  }

  private static void row(Table table, String name, JsonNode memory) {
    table.row(
        name,
        Table.number(memory.path("Private_Dirty").asDouble()),
        Table.number(memory.path("Pss").asDouble()),
        Table.number(memory.path("Rss").asDouble()));
  }
}
