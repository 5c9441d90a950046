package io.reeve.installer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A program of the image: its name, what it is given when it is called with nothing, and how its
/// JVM is tuned. The reasons and the measurements are in `docs/performance.md`.
enum Launcher {
  /// The command line.
  REEVE("reeve", "", ""),
  /// The daemon.
  REEVED("reeved", "daemon", "-XX:+ExitOnOutOfMemoryError -XX:+DisableAttachMechanism"),
  /// The person's side. Its options and jars are in files, which `./reeve tray` reads, too.
  TRAY("reeve-tray", "tray", "");

  private static final String JNA = "-Djna.boot.library.path=$APPDIR/native";

  /// A heap that stays small and gives memory back; the simple compiler; no timer that wakes an
  /// idle process four times a second; no warning on the standard output, which belongs to JSON.
  /// The young and the whole heap have a least size because the cache's objects must find room.
  private static final List<String> ALL =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:CompileThresholdScaling=4",
          "-Xms8m",
          "-Xmn1m",
          "-Xmx256m",
          "-XX:MinHeapFreeRatio=5",
          "-XX:MaxHeapFreeRatio=10",
          "-XX:-ShrinkHeapInSteps",
          "-XX:-UsePerfData",
          "-XX:TrimNativeHeapInterval=10000",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0",
          "-XX:AsyncDeflationInterval=30000",
          // Machine code in the cache would be that of the processor it was made on.
          "-XX:-AOTAdapterCaching",
          "-Xlog:disable",
          "-Xlog:all=error:stderr",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dorg.sqlite.lib.path=$APPDIR/native",
          JNA);

  private final String program;
  private final String arguments;
  private final String more;

  /// @param more options, with blanks between
  Launcher(String program, String arguments, String more) {
    this.program = program;
    this.arguments = arguments;
    this.more = more;
  }

  String program() {
    return program;
  }

  /// What it does when it is given no argument.
  String arguments() {
    return arguments;
  }

  /// The options of its JVM.
  List<String> options() {
    if (this == TRAY) {
      return Stream.concat(lines("tray.options"), Stream.of(JNA)).toList();
    }
    var options = new ArrayList<>(ALL);
    Stream.of(more.split(" ")).filter(option -> !option.isEmpty()).forEach(options::add);
    return options;
  }

  /// Whether that jar is on its class path.
  boolean needs(String jar) {
    return this != TRAY || lines("tray.jars").anyMatch(name -> jar.startsWith(name + "-"));
  }

  /// A file beside this class, without its comments.
  private static Stream<String> lines(String name) {
    try (var in = Launcher.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }

  /// The file with what a JVM of it has learned, in the folder of the jars. The tray has none of
  /// its own: it is not trained.
  String cache() {
    return program + ".aot";
  }
}
