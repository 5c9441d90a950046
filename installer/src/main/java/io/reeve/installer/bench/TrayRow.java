package io.reeve.installer.bench;

import io.reeve.core.files.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// The person's side of the image on a screen in memory with a session bus and a panel.
final class TrayRow {
  private static final String WHAT = "tray process, RSS";
  private static final int BUDGET = 60;
  private static final int AIM = 45;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Map<String, String> NEEDED =
      new TreeMap<>(
          Map.of(
              "/usr/bin/Xvfb",
              "xvfb",
              "/usr/bin/dbus-daemon",
              "dbus",
              "/usr/bin/xfce4-panel",
              "xfce4-panel"));

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();

  private TrayRow(Path folder) {
    this.folder = folder;
  }

  /// @param rest how long it is given to come to rest
  static void measure(Path image, Path state, Duration rest, Figures figures)
      throws IOException, InterruptedException {
    var absent = NEEDED.keySet().stream().filter(one -> !Files.isExecutable(Path.of(one))).toList();
    if (!absent.isEmpty()) {
      var why =
          "%s is not here (package '%s')"
              .formatted(absent.getFirst(), NEEDED.get(absent.getFirst()));
      figures.skip(WHAT, BUDGET, AIM, why);
      return;
    }
    var row = new TrayRow(Files.createTempDirectory("rbt"));
    try {
      figures.add(WHAT, "MB", row.rss(image, state, rest), BUDGET, AIM);
    } finally {
      row.end();
    }
  }

  private double rss(Path image, Path state, Duration rest)
      throws IOException, InterruptedException {
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("LANG", "C.UTF-8");
    environment.put("HOME", folder.toString());
    environment.put("XDG_CONFIG_HOME", folder.toString());
    environment.put("XDG_RUNTIME_DIR", folder.toString());
    environment.put("NO_AT_BRIDGE", "1");
    environment.put("DISPLAY", ":" + said("/usr/bin/Xvfb", "-displayfd", "1", "-nolisten", "tcp"));
    environment.put(
        "DBUS_SESSION_BUS_ADDRESS",
        said("/usr/bin/dbus-daemon", "--session", "--nofork", "--print-address=1"));
    start(folder.resolve("panel"), "/usr/bin/xfce4-panel", "-d");
    // The tray is never root's; whoever measures may be.
    environment.put("JAVA_TOOL_OPTIONS", "-Duser.name=ann");
    var tray =
        start(
            folder.resolve("tray"),
            image.resolve("bin/reeve-tray").toString(),
            "tray",
            "--state",
            state.toString());
    Thread.sleep(rest.plusSeconds(3));
    if (!tray.isAlive()) {
      throw BenchException.wrong("the tray has ended: " + Files.readString(folder.resolve("tray")));
    }
    return new ProcessFigures(tray.pid()).megabytes("Rss");
  }

  /// Starts a program and gives the line that it says first.
  private String said(String... line) throws IOException, InterruptedException {
    var file = folder.resolve(Path.of(line[0]).getFileName());
    var process = start(file, line);
    long begun = System.nanoTime();
    while (!Files.readString(file).contains("\n")) {
      if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw BenchException.wrong(line[0] + " does not start");
      }
      Thread.sleep(20);
    }
    return Files.readString(file).lines().findFirst().orElse("").strip();
  }

  private Process start(Path output, String... line) throws IOException {
    var builder = new ProcessBuilder(line).redirectOutput(output.toFile());
    builder.redirectError(folder.resolve("errors").toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    var process = builder.start();
    processes.add(process);
    return process;
  }

  private void end() throws InterruptedException {
    for (var process : processes.reversed()) {
      process.destroy();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
    // What the bus has started may still be writing there, and ends when it finds the bus gone.
    Trees.discard(folder);
  }
}
