package io.reeve.installer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/// Measures the image that `./reeve package` has built and prints the table. It never fails for
/// being slow. `--smoke` takes each measurement once, to see that it can be taken.
public final class Bench {
  private static final int SETTINGS = 100;

  private final Path target;
  private final boolean smoke;
  private final Figures figures = new Figures();

  private Bench(Path target, boolean smoke) {
    this.target = target;
    this.smoke = smoke;
  }

  /// @param arguments the folder of this module, and perhaps `--smoke`
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var bench =
        new Bench(
            Path.of(arguments[0], "target"),
            arguments.length > 1 && arguments[1].equals("--smoke"));
    if (!Files.isExecutable(bench.target.resolve("image/bin/reeved"))) {
      System.err.println("error: there is no image to measure\nhint: run './reeve package' first");
      System.exit(1);
    }
    var folder = Files.createTempDirectory("rb");
    try (var ground = new Ground(bench.target.resolve("image"), folder)) {
      bench.measure(ground);
    }
    System.out.print(bench.figures.table());
    Files.writeString(bench.target.resolve("bench.md"), bench.figures.table());
    System.exit(0);
  }

  private void measure(Ground ground) throws IOException, InterruptedException {
    ground.start();
    ground.manage(SETTINGS);
    var starts = new double[times(7)];
    for (int i = 0; i < starts.length; i++) {
      ground.stop();
      starts[i] = ground.start();
    }
    idle(ground);
    figures.add("daemon, exec to ready", "ms", Figures.median(starts), 250, 150);
    var status = new double[times(11)];
    for (int i = 0; i < status.length; i++) {
      status[i] = ground.command("status");
    }
    figures.add("`reeve status` over the socket", "ms", Figures.median(status), 200, 120);
    passes(ground);
    drifts(ground);
    inventory(ground);
    sizes();
  }

  /// After the start's own work is over; then a minute with one session in it.
  private void idle(Ground ground) throws IOException, InterruptedException {
    Thread.sleep(rest(Duration.ofSeconds(30)));
    ground.agent().sync(true);
    Thread.sleep(rest(Duration.ofSeconds(15)));
    var process = ground.figures();
    figures.add("idle, private dirty", "MB", process.megabytes("Private_Dirty"), 40, 28);
    figures.add("idle, RSS", "MB", process.megabytes("Rss"), 85, 62);
    double before = process.cpuMillis();
    Thread.sleep(rest(Duration.ofSeconds(30)));
    ground.agent().sync(true);
    Thread.sleep(rest(Duration.ofSeconds(30)));
    figures.add("idle minute with one session, CPU", "ms", process.cpuMillis() - before, 50, 25);
  }

  private Duration rest(Duration whole) {
    return smoke ? Duration.ofSeconds(1) : whole;
  }

  private void passes(Ground ground) throws IOException {
    int passes = times(200);
    for (int i = 0; i < passes; i++) {
      ground.agent().repair();
    }
    double before = ground.figures().cpuMillis();
    for (int i = 0; i < passes; i++) {
      ground.agent().repair();
    }
    figures.add(
        "no-op pass over 100 settings, CPU, asked over the socket",
        "ms",
        (ground.figures().cpuMillis() - before) / passes,
        3,
        1);
  }

  /// One at a time and few enough to be no fight.
  private void drifts(Ground ground) throws IOException, InterruptedException {
    var took = new double[times(4)];
    for (int i = 0; i < took.length; i++) {
      took[i] = ground.drift();
      Thread.sleep(rest(Duration.ofSeconds(2)));
    }
    figures.add(
        "drift of a watched file to repaired, worst of 4",
        "ms",
        Figures.percentile(100, took),
        50,
        10);
  }

  private void inventory(Ground ground) throws IOException, InterruptedException {
    ground.stop();
    ground.start();
    double before = ground.figures().cpuMillis();
    ground.agent().inventory(ground.agent().tables());
    double first = ground.figures().cpuMillis() - before;
    figures.add("first full inventory, CPU (with the start's own work)", "ms", first, 1500, 600);
    for (int i = 0; i < times(5); i++) {
      ground.agent().inventory(ground.agent().tables());
    }
    before = ground.figures().cpuMillis();
    int warm = times(5);
    for (int i = 0; i < warm; i++) {
      ground.agent().inventory(ground.agent().tables());
    }
    figures.add(
        "warm full inventory, CPU", "ms", (ground.figures().cpuMillis() - before) / warm, 150, 40);
  }

  private void sizes() throws IOException {
    figures.add("installed", "MB", size(target.resolve("image")) / 1e6, 95, 80);
    try (Stream<Path> packages = Files.list(target.resolve("packages"))) {
      for (var deb : packages.filter(file -> file.toString().endsWith(".deb")).toList()) {
        figures.add("download, .deb", "MB", Files.size(deb) / 1e6, 32, 25);
      }
    }
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
