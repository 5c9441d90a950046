package io.reeve.installer;

import io.reeve.core.cli.Main;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A desktop of a test's own: a screen in memory, a session bus, Xfce's panel and its notices. All
/// of its settings are in the test's folder.
final class DesktopSession {
  private static final String XFCONF = "/usr/lib/x86_64-linux-gnu/xfce4/xfconf/xfconfd";
  private static final String NOTIFYD = "/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd";

  private final List<Process> processes = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private Path folder = Path.of("/nonexistent");

  /// What has to be there, with the package that brings it.
  static Map<String, String> needed() {
    return new TreeMap<>(
        Map.of(
            "/usr/bin/Xvfb",
            "xvfb",
            "/usr/bin/dbus-daemon",
            "dbus",
            "/usr/bin/dbus-monitor",
            "dbus-bin",
            "/usr/bin/xfce4-panel",
            "xfce4-panel",
            NOTIFYD,
            "xfce4-notifyd",
            "/usr/bin/xdotool",
            "xdotool",
            "/usr/bin/import",
            "imagemagick"));
  }

  void start(Path in, int width) throws Exception {
    folder = in.resolve("desktop");
    var settings = folder.resolve("config/xfce4/xfconf/xfce-perchannel-xml");
    Files.createDirectories(settings);
    Files.createDirectories(folder.resolve("run"));
    Files.writeString(settings.resolve("xfce4-panel.xml"), PANEL);
    environment.put("HOME", folder.toString());
    environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
    environment.put("XDG_RUNTIME_DIR", folder.resolve("run").toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("NO_AT_BRIDGE", "1");
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("DISPLAY", ":" + screen(width));
    environment.put("DBUS_SESSION_BUS_ADDRESS", bus());
    run("xfconf", List.of(XFCONF));
    run("panel", List.of("/usr/bin/xfce4-panel", "-d"));
    run("notifyd", List.of(NOTIFYD));
    run(
        "notices",
        List.of(
            "/usr/bin/dbus-monitor",
            "--session",
            "interface='org.freedesktop.Notifications',member='Notify'"));
  }

  /// What was said to whatever shows notices, as it went over the bus.
  Path notices() {
    return folder.resolve("notices.log");
  }

  /// The server takes a free number and tells which.
  private String screen(int width) throws Exception {
    var number = folder.resolve("display");
    var process =
        new ProcessBuilder(
                "/usr/bin/Xvfb",
                "-displayfd",
                "1",
                "-nolisten",
                "tcp",
                "-screen",
                "0",
                width + "x600x24")
            .redirectOutput(number.toFile())
            .redirectError(folder.resolve("xvfb.log").toFile())
            .start();
    processes.add(process);
    Await.until("the screen is there", () -> !Files.readString(number).isBlank());
    return Files.readString(number).strip();
  }

  private String bus() throws Exception {
    var address = folder.resolve("bus-address");
    var process =
        new ProcessBuilder("/usr/bin/dbus-daemon", "--session", "--nofork", "--print-address=1")
            .redirectOutput(address.toFile())
            .redirectError(folder.resolve("bus.log").toFile());
    process.environment().putAll(environment);
    processes.add(process.start());
    Await.until("the bus is there", () -> Files.readString(address).contains("\n"));
    return Files.readString(address).strip();
  }

  private Process run(String name, List<String> command) throws IOException {
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(folder.resolve(name + ".log").toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    var process = builder.start();
    processes.add(process);
    return process;
  }

  /// Runs the tray as the launcher does. It is told another user's name, for a test may be run by
  /// root and the tray never is.
  Process tray(Path state) throws IOException {
    return run(
        "tray",
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-Xint",
            "-Xmx24m",
            "-Xlog:class+load:file=" + classes(),
            "-Duser.name=ann",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "tray",
            "-v",
            "--state",
            state.toString()));
  }

  /// Every class that the tray has loaded.
  Path classes() {
    return folder.resolve("classes.log");
  }

  void click(int x, int y) throws IOException, InterruptedException {
    var at = List.of("/usr/bin/xdotool", "mousemove", "" + x, "" + y, "click", "1");
    end(run("xdotool", at));
  }

  void key(String name) throws IOException, InterruptedException {
    end(run("xdotool", List.of("/usr/bin/xdotool", "key", name)));
  }

  /// What the screen shows now.
  Path picture(Path file) throws IOException, InterruptedException {
    end(run("import", List.of("/usr/bin/import", "-window", "root", "PNG24:" + file)));
    return file;
  }

  private void end(Process process) throws IOException, InterruptedException {
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(process.info().commandLine().orElse("a program") + " failed");
    }
    processes.remove(process);
  }

  void stop() throws InterruptedException {
    for (var process : processes.reversed()) {
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private static final String PANEL =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <channel name="xfce4-panel" version="1.0">
        <property name="configver" type="int" value="2"/>
        <property name="panels" type="array">
          <value type="int" value="1"/>
          <property name="panel-1" type="empty">
            <property name="position" type="string" value="p=6;x=0;y=0"/>
            <property name="length" type="uint" value="100"/>
            <property name="position-locked" type="bool" value="true"/>
            <property name="size" type="uint" value="34"/>
            <property name="plugin-ids" type="array">
              <value type="int" value="1"/>
              <value type="int" value="2"/>
            </property>
          </property>
        </property>
        <property name="plugins" type="empty">
          <property name="plugin-1" type="string" value="separator">
            <property name="expand" type="bool" value="true"/>
            <property name="style" type="uint" value="0"/>
          </property>
          <property name="plugin-2" type="string" value="systray">
            <property name="square-icons" type="bool" value="true"/>
          </property>
        </property>
      </channel>
      """;
}
