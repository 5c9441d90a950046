package io.reeve.installer;

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
  /// The person's side.
  TRAY("reeve-tray", "tray", "-Xmx64m");

  /// A heap that stays small and gives memory back; the simple compiler; no timer that wakes an
  /// idle process four times a second; no warning on the standard output, which belongs to JSON.
  /// The young and the whole heap have a least size because the cache's objects must find room.
  private static final List<String> ALL =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xms4m",
          "-Xmn1m",
          "-Xmx256m",
          "-XX:MinHeapFreeRatio=5",
          "-XX:MaxHeapFreeRatio=10",
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
          "-Djna.boot.library.path=$APPDIR/native");

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
    var options = new ArrayList<>(ALL);
    Stream.of(more.split(" ")).filter(option -> !option.isEmpty()).forEach(options::add);
    return options;
  }

  /// The file with what a JVM of it has learned, in the folder of the jars. The tray has none of
  /// its own: it is not trained.
  String cache() {
    return program + ".aot";
  }
}
