package io.reeve.installer.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How cost grows with what is asked: settings, and commands in a session.
final class Growth implements Part {
  private static final int MOST_PASSES = 50;
  private static final double LONG_ENOUGH_MILLIS = 4000;

  private final Path target;
  private final boolean smoke;

  Growth(Path target, boolean smoke) {
    this.target = target;
    this.smoke = smoke;
  }

  @Override
  public String measure() throws IOException, InterruptedException {
    return settings() + "\n" + commands();
  }

  private String settings() throws IOException, InterruptedException {
    var table =
        new Table(
            "settings",
            "session that brings them, s",
            "its CPU in the daemon, ms",
            "no-op pass, CPU ms",
            "no-op pass, wall ms",
            "start to ready, ms",
            "private dirty, MB");
    try (var ground = new Ground(Bench.image(target))) {
      ground.start();
      ground.manage(1);
      for (int settings : smoke ? List.of(25) : List.of(25, 100, 500, 2000)) {
        double cpu = ground.figures().cpuMillis();
        long begun = System.nanoTime();
        ground.wish(settings);
        double brought = Ground.millisSince(begun) / 1000;
        cpu = ground.figures().cpuMillis() - cpu;
        var passes = passes(ground);
        ground.stop();
        double start = ground.start();
        Thread.sleep(smoke ? 300 : 10_000);
        table.row(
            Integer.toString(settings),
            Table.number(brought),
            Table.number(cpu),
            Table.number(passes.cpu),
            Table.number(passes.wall),
            Table.number(start),
            Table.number(ground.figures().megabytes("Private_Dirty")));
      }
    }
    return table.toString();
  }

  private record Passes(double cpu, double wall) {}

  /// Medians, the first five passes left out.
  private Passes passes(Ground ground) throws IOException {
    var cpu = new ArrayList<Double>();
    var wall = new ArrayList<Double>();
    for (int i = 0; i < (smoke ? 0 : 5); i++) {
      ground.agent().repair();
    }
    long since = System.nanoTime();
    do {
      double before = ground.figures().cpuMillis();
      long begun = System.nanoTime();
      ground.agent().repair();
      wall.add(Ground.millisSince(begun));
      cpu.add(ground.figures().cpuMillis() - before);
    } while (!smoke
        && (cpu.size() < 5
            || (cpu.size() < MOST_PASSES && Ground.millisSince(since) < LONG_ENOUGH_MILLIS)));
    return new Passes(median(cpu), median(wall));
  }

  private static double median(List<Double> values) {
    return Figures.median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private String commands() throws IOException, InterruptedException {
    var table =
        new Table(
            "commands in a session",
            "session, s",
            "CPU in the daemon, ms",
            "CPU for a command, ms",
            "heap growth, MB");
    try (var ground = new Ground(Bench.image(target))) {
      ground.start();
      ground.manage(1);
      CommandSession.run(ground, 10);
      for (int commands : smoke ? List.of(10) : List.of(10, 100, 1000, 10_000)) {
        var session = CommandSession.run(ground, commands);
        table.row(
            Integer.toString(commands),
            Table.number(session.seconds()),
            Table.number(session.cpuMillis()),
            Table.number(session.cpuMillis() / commands),
            Table.number(session.heapGrowth()));
      }
    }
    return table.toString();
  }
}
