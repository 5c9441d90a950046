package io.reeve.system;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The program as it was built, for a machine to run: a copy, so that a build that goes on here
/// changes nothing there, and the JDK the tests run on.
///
/// @param folder the copy
/// @param classPath its jars and folders, as the machine sees them
record ReeveFiles(Path folder, String classPath) {
  private static final String JDK = "/opt/jdk";
  private static final String PROGRAM = "/opt/reeve";

  /// Copies what is on this process's class path.
  static ReeveFiles copy(Path folder) throws IOException {
    var there = new ArrayList<String>();
    for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      var from = Path.of(entry);
      if (Files.exists(from)) {
        var name = there.size() + "-" + from.getFileName();
        copy(from, folder.resolve(name));
        there.add(PROGRAM + "/" + name);
      }
    }
    return new ReeveFiles(folder, String.join(":", there));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (var file : (Iterable<Path>) files::iterator) {
        Files.copy(
            file,
            to.resolve(from.relativize(file).toString()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /// What a machine has to see, and where.
  Map<Path, String> shared() {
    return Map.of(Path.of(System.getProperty("java.home")), JDK, folder, PROGRAM);
  }

  /// The line that runs a class of it on a machine.
  List<String> line(String mainClass, String... arguments) {
    var line =
        new ArrayList<>(
            List.of(
                JDK + "/bin/java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath,
                mainClass));
    line.addAll(List.of(arguments));
    return line;
  }
}
