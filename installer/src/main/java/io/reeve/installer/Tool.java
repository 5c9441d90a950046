package io.reeve.installer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs the programs that packages are built with.
public final class Tool {
  private static final int MOST_MINUTES = 10;

  private Tool() {}

  /// @return what it wrote to its standard output and its standard error
  /// @throws PackagingException when it fails, with what it said
  public static String run(String... line) throws IOException, InterruptedException {
    return run(Map.of(), List.of(line));
  }

  /// As [#run(String...)].
  ///
  /// @param environment added to that of this process
  public static String run(Map<String, String> environment, List<String> line)
      throws IOException, InterruptedException {
    var log = Files.createTempFile("reeve-tool", ".log");
    try {
      var builder = new ProcessBuilder(line);
      builder.environment().putAll(environment);
      var process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new PackagingException(
            line.getFirst() + " did not end within " + MOST_MINUTES + " minutes",
            "is this machine very busy?");
      }
      var said = Files.readString(log, StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        throw new PackagingException(
            String.join(" ", line) + " ended with " + process.exitValue() + ":\n" + said.strip(),
            "see above");
      }
      return said;
    } finally {
      Files.deleteIfExists(log);
    }
  }

  /// Where that program is on the search path; empty when it is not installed.
  public static Optional<Path> find(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
