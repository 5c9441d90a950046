package io.reeve.platform.windows;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Wine with a prefix of our own below `target`, and the program that hosts a Java runtime in it.
final class Wine {
  private static final String PACKAGES = "wine64 wine libwine-dev wine64-tools gcc libc6-dev";
  private static final Path C = Path.of("src/test/c").toAbsolutePath();
  private final Path folder;

  private Wine(Path folder) {
    this.folder = folder;
  }

  /// Skips the test where the tools are missing.
  static Wine ready() throws IOException {
    for (var tool : List.of("wine", "wineboot", "wineserver", "winegcc", "gcc")) {
      assumeTrue(
          isInstalled(tool),
          () -> "SKIPPED: " + tool + " is not installed; on Debian: apt-get install " + PACKAGES);
    }
    var wine = new Wine(Files.createDirectories(Path.of("target/wine").toAbsolutePath()));
    wine.build();
    return wine;
  }

  private static boolean isInstalled(String tool) {
    return List.of(System.getenv("PATH").split(":")).stream()
        .anyMatch(each -> Files.isExecutable(Path.of(each, tool)));
  }

  private void build() throws IOException {
    var java = Path.of(System.getProperty("java.home"));
    run(
        List.of(
            "gcc",
            "-shared",
            "-fPIC",
            "-O1",
            "-Wall",
            "-Werror",
            "-o",
            "stacks.so",
            C.resolve("stacks.c").toString(),
            "-ldl"),
        "stacks");
    run(
        List.of(
            "winegcc",
            "-mconsole",
            "-O1",
            "-Wall",
            "-Werror",
            "-fno-stack-protector",
            "-o",
            "host.exe",
            C.resolve("host.c").toString(),
            "-I" + java.resolve("include"),
            "-I" + java.resolve("include/linux"),
            "-ldl",
            "-lpthread"),
        "host");
    if (!Files.exists(folder.resolve("prefix/system.reg"))) {
      try {
        makePrefix();
      } catch (IOException first) {
        // Wine knows a prefix by its folder's inode: the server of a deleted one that had the same
        // may still have been there.
        try {
          makePrefix();
        } catch (IOException e) {
          e.addSuppressed(first);
          throw e;
        }
      }
    }
  }

  private void makePrefix() throws IOException {
    run(List.of("wineboot", "-i"), "wineboot");
    // It goes on in the background for a while, and puts services back as they come with Wine.
    run(List.of("wineserver", "--wait"), "wait");
  }

  /// Runs a main class in Wine, with the class path of this test.
  ///
  /// @return what it wrote
  String java(Class<?> main, List<String> arguments) throws IOException {
    return java(main, arguments, Map.of());
  }

  /// The same with a screen to show something on.
  ///
  /// @param display the X server, as `:99`
  String javaOnScreen(Class<?> main, List<String> arguments, String display) throws IOException {
    return java(main, arguments, Map.of("DISPLAY", display));
  }

  private String java(Class<?> main, List<String> arguments, Map<String, String> more)
      throws IOException {
    var java = Path.of(System.getProperty("java.home"));
    var words =
        new ArrayList<>(
            List.of(
                "wine",
                folder.resolve("host.exe.so").toString(),
                java.resolve("lib/server/libjvm.so").toString(),
                "-Djava.class.path=" + System.getProperty("java.class.path"),
                "-Djava.util.logging.config.file="
                    + System.getProperty("java.util.logging.config.file", ""),
                "--enable-native-access=ALL-UNNAMED",
                "-Xrs",
                "-Xmx512m",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                main.getName().replace('.', '/')));
    words.addAll(arguments);
    return run(words, "java", more);
  }

  /// Ends the processes of our prefix, and only those.
  void end() throws IOException {
    run(List.of("wineserver", "-k", "-w"), "wineserver");
  }

  private String run(List<String> words, String name) throws IOException {
    return run(words, name, Map.of());
  }

  private String run(List<String> words, String name, Map<String, String> more) throws IOException {
    var log = folder.resolve(name + ".log");
    var builder =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(key -> key.startsWith("WINE") || key.equals("DISPLAY"));
    builder
        .environment()
        .putAll(
            Map.of(
                "WINEPREFIX",
                folder.resolve("prefix").toString(),
                "WINEARCH",
                "win64",
                "WINEDEBUG",
                "-all",
                "WINEDLLOVERRIDES",
                "mscoree=;mshtml="));
    builder.environment().putAll(more);
    if (name.equals("java")) {
      builder.environment().put("LD_PRELOAD", folder.resolve("stacks.so").toString());
    }
    var process = builder.start();
    try {
      process.getOutputStream().close();
      boolean ended = process.waitFor(5, TimeUnit.MINUTES);
      if (!ended || process.exitValue() != 0) {
        throw new IOException(
            words.getFirst()
                + (ended ? " failed" : " did not end")
                + ":\n"
                + Files.readString(log));
      }
      return Files.readString(log);
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
