package io.reeve.installer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/// Whole processes of the image against the budgets: a daemon below a scratch root, enrolled with a
/// lab, holding 100 settings.
final class Budgets implements Part {
  private static final int SETTINGS = 100;

  private final Path target;
  private final boolean smoke;
  private final Figures figures = new Figures();

  /// @param target where `./reeve package` has put image and packages
  Budgets(Path target, boolean smoke) {
    this.target = target;
    this.smoke = smoke;
  }

  @Override
  public String measure() throws IOException, InterruptedException {
    try (var ground = new Ground(Bench.image(target))) {
      ground.start();
      ground.manage(SETTINGS);
      var starts = new double[times(9)];
      for (int i = 0; i < starts.length; i++) {
        ground.stop();
        starts[i] = ground.start();
      }
      idle(ground);
      figures.add("daemon, exec to ready", "ms", Figures.median(starts), 250, 150);
      status(ground);
      passes(ground);
      drifts(ground);
      inventory(ground);
      TrayRow.measure(Bench.image(target), ground.state(), rest(Duration.ofSeconds(10)), figures);
      session(ground);
    }
    sizes();
    return figures.table();
  }

  /// After the start's own work is over; then a minute with one session in it.
  private void idle(Ground ground) throws IOException, InterruptedException {
    Thread.sleep(rest(Duration.ofSeconds(20)));
    ground.agent().sync(true);
    Thread.sleep(rest(Duration.ofSeconds(15)));
    var process = ground.figures();
    figures.add(
        "idle daemon, enrolled, 100 settings watched: private dirty",
        "MB",
        process.megabytes("Private_Dirty"),
        40,
        28);
    figures.add("the same: RSS", "MB", process.megabytes("Rss"), 85, 62);
    double before = process.cpuMillis();
    Thread.sleep(rest(Duration.ofSeconds(30)));
    ground.agent().sync(true);
    Thread.sleep(rest(Duration.ofSeconds(30)));
    figures.add("idle minute with one session, CPU", "ms", process.cpuMillis() - before, 50, 25);
  }

  private Duration rest(Duration whole) {
    return smoke ? Duration.ofMillis(300) : whole;
  }

  private void status(Ground ground) throws IOException, InterruptedException {
    var took = new double[times(11)];
    for (int i = 0; i < took.length; i++) {
      took[i] = ground.command("status");
    }
    figures.add("`reeve status` through the socket", "ms", Figures.median(took), 200, 120);
  }

  /// Without the call over the socket, which costs about as much: that is what a call costs that
  /// hardly does anything.
  private void passes(Ground ground) throws IOException {
    int passes = times(100);
    for (int i = 0; i < passes; i++) {
      ground.agent().repair();
    }
    double pass = call(ground, passes, () -> ground.agent().repair());
    double call = call(ground, passes, () -> ground.agent().history(1));
    figures.add(
        "no-op pass over 100 settings in the daemon, CPU", "ms", Math.max(0, pass - call), 3, 1);
  }

  /// What the daemon uses for a call, in ms of CPU; the median.
  private static double call(Ground ground, int times, Runnable call) throws IOException {
    var took = new double[times];
    for (int i = 0; i < times; i++) {
      double before = ground.figures().cpuMillis();
      call.run();
      took[i] = ground.figures().cpuMillis() - before;
    }
    return Figures.median(took);
  }

  /// Each of another setting and with a rest between, so that nobody takes them for a fight.
  private void drifts(Ground ground) throws IOException, InterruptedException {
    var took = new double[times(20)];
    for (int i = 0; i < took.length; i++) {
      took[i] = ground.drift(i);
      Thread.sleep(rest(Duration.ofSeconds(1)));
    }
    figures.add(
        "drift of a watched file to repaired, p95 of " + took.length,
        "ms",
        Figures.percentile(95, took),
        50,
        10);
  }

  private void inventory(Ground ground) throws IOException, InterruptedException {
    ground.stop();
    ground.start();
    Thread.sleep(rest(Duration.ofSeconds(5)));
    double before = ground.figures().cpuMillis();
    ground.agent().inventory(ground.agent().tables());
    double first = ground.figures().cpuMillis() - before;
    figures.add("first full inventory, CPU", "ms", first, 1500, 600);
    var warm = new double[times(9)];
    for (int i = 0; i < warm.length; i++) {
      before = ground.figures().cpuMillis();
      ground.agent().inventory(ground.agent().tables());
      warm[i] = ground.figures().cpuMillis() - before;
    }
    figures.add("warm full inventory, CPU", "ms", Figures.median(warm), 150, 40);
  }

  private void session(Ground ground) throws IOException, InterruptedException {
    int commands = smoke ? 50 : 10_000;
    CommandSession.run(ground, smoke ? 5 : 100); // what any session needs is there then
    figures.add(
        "session of %d commands: heap growth".formatted(commands),
        "MB",
        CommandSession.run(ground, commands).heapGrowth(),
        24,
        8);
  }

  private void sizes() throws IOException {
    try (Stream<Path> packages = Files.list(target.resolve("packages"))) {
      for (var deb : packages.filter(file -> file.toString().endsWith(".deb")).toList()) {
        figures.add("download, .deb", "MB", Files.size(deb) / 1e6, 32, 25);
      }
    }
    figures.add("installed", "MB", size(target.resolve("image")) / 1e6, 95, 80);
  }

  private static long size(Path folder) throws IOException {
    long size = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        size += Files.size(file);
      }
    }
    return size;
  }

  private int times(int many) {
    return smoke ? 1 : many;
  }
}
