package io.reeve.installer.bench;

import io.reeve.installer.bench.Container.Cost;
import java.io.IOException;
import java.util.List;

/// Reeve's daemon in a system of its own, with the same settings as its peers.
final class ReeveThere {
  private static final String STATE = "/var/lib/reeve";
  private static final String SOCKET = STATE + "/agent.sock";
  private static final String FILE = "/etc/hosts";
  private static final String REPAIR =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"repair\",\"params\":{}}";
  private static final String STATUS =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"status\",\"params\":{}}";
  private static final int SECONDS = 60;

  private final Container where;
  private long pid;

  ReeveThere(Container where) {
    this.where = where;
  }

  long pid() {
    return pid;
  }

  /// Starts the daemon and waits until it serves.
  void start() throws IOException {
    pid = where.start("/opt/reeve/bin/reeved", "daemon");
    ask(STATUS);
  }

  Cost stop() throws IOException {
    var end = where.order("stop", "pid", pid);
    return new Cost(0, end.path("cpu").asDouble(), end.path("rss").asDouble(), "");
  }

  /// Asks for that many settings, which are in force afterwards.
  void wish(int settings) throws IOException {
    where.run(
        List.of(0), List.of("/opt/reeve/bin/reeve", "apply", "/bench/reeve-" + settings + ".json"));
    var file = where.order("read", "path", FILE).path("text").asText();
    if (!Hosts.right(Hosts.entries(file), settings)) {
      throw BenchException.wrong("Reeve does not have the " + settings + " settings");
    }
  }

  private double ask(String request) throws IOException {
    var answer = where.order("rpc", "path", SOCKET, "request", request, "seconds", SECONDS);
    if (!answer.path("out").asText().contains("\"result\"")) {
      throw BenchException.wrong("Reeve answers " + answer.path("out").asText());
    }
    return answer.path("wall").asDouble();
  }

  private double cpu() throws IOException {
    return where.order("cpu", "pid", pid).path("cpu").asDouble();
  }

  /// A pass over every setting in the daemon; the file is as it was and was not written.
  Cost pass() throws IOException {
    var before = where.order("read", "path", FILE);
    double cpu = cpu();
    double wall = ask(REPAIR);
    cpu = cpu() - cpu;
    if (!before.equals(where.order("read", "path", FILE))) {
      throw BenchException.wrong("Reeve wrote a file in which everything was right");
    }
    return new Cost(wall, cpu, 0, "");
  }

  /// Makes settings wrong and waits until the daemon, which nobody asks, has put them right.
  Cost repair(List<Integer> drifted) throws IOException {
    var right = where.order("read", "path", FILE).path("text").asText();
    var wrong = Hosts.drifted(right, drifted);
    double cpu = cpu();
    where.order("write", "path", FILE, "text", wrong);
    double wall =
        where
            .order("until", "path", FILE, "text", right, "seconds", SECONDS)
            .path("wall")
            .asDouble();
    ask(STATUS); // what follows a repair is part of it
    return new Cost(wall, cpu() - cpu, 0, "");
  }

  /// A command of the command line, with what the daemon does for it.
  Cost command(List<String> line) throws IOException {
    double cpu = cpu();
    var cost = where.run(List.of(0), line);
    return new Cost(cost.wall(), cost.cpu() + cpu() - cpu, cost.rss(), cost.out());
  }
}
