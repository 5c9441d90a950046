package io.reeve.harness.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A headless Chromium, led by a script in Node.
final class Browser {
  private static final Path SCENES = Path.of("src/test/resources/console").toAbsolutePath();
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path PICTURES = Path.of("../docs/console").toAbsolutePath();
  private static final boolean UPDATE = Boolean.getBoolean("reeve.golden.update");
  private static final int SECONDS = 180;

  private Browser() {}

  /// Skips the test, saying what to install, when something is missing.
  static void required() {
    assumeTrue(
        chromium().isPresent() && node(),
        "the console is tried in a browser: install chromium, nodejs (18 or newer) and npm (apt)");
    assumeTrue(
        Files.exists(TARGET.resolve("node_modules/playwright-core/package.json")),
        "the console is tried in a browser led by playwright-core (npm): run "
            + "test-harness/src/test/resources/console/install.sh");
  }

  /// Whether Node is there, of a version that playwright-core can use.
  private static boolean node() {
    try {
      var asked = new ProcessBuilder("node", "--version").redirectErrorStream(true).start();
      var said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return said.matches("v(1[89]|2[0-9]|[3-9][0-9])\\.[^\n]*\n?");
    } catch (IOException absent) {
      return false;
    }
  }

  private static Optional<Path> chromium() {
    return program("chromium").or(() -> program("chromium-browser"));
  }

  private static Optional<Path> program(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Plays a scene and gives what it complained of; nothing when all went as it should.
  ///
  /// @param stage what the scene needs to know
  /// @param asked does what the scene asks for by name
  static String play(String scene, ObjectNode stage, Consumer<String> asked)
      throws IOException, InterruptedException {
    var pictures = UPDATE ? PICTURES : TARGET.resolve("console-pictures");
    Files.createDirectories(pictures);
    stage
        .put("chromium", chromium().orElseThrow().toString())
        .put("golden", SCENES.toString())
        .put("update", UPDATE)
        .put("pictures", pictures.toString());
    var script = TARGET.resolve("test-classes/console/browse.mjs");
    var node =
        new ProcessBuilder("node", script.toString(), scene).redirectErrorStream(true).start();
    try (var in = node.inputReader(StandardCharsets.UTF_8);
        var out = node.outputWriter(StandardCharsets.UTF_8)) {
      send(out, stage.toString());
      var said = listen(in, out, asked);
      if (UPDATE) {
        Pictures.shrink(PICTURES);
      }
      return node.waitFor(SECONDS, TimeUnit.SECONDS) && node.exitValue() == 0
          ? ""
          : said + "exit code " + (node.isAlive() ? "none" : node.exitValue());
    } finally {
      node.descendants().forEach(ProcessHandle::destroyForcibly);
      node.destroyForcibly();
    }
  }

  private static String listen(BufferedReader in, BufferedWriter out, Consumer<String> asked)
      throws IOException {
    var said = new StringBuilder();
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith("@ask ")) {
        asked.accept(line.substring(5));
        send(out, "done");
      } else {
        said.append(line).append('\n');
      }
    }
    return said.toString();
  }

  private static void send(BufferedWriter out, String line) throws IOException {
    out.write(line);
    out.newLine();
    out.flush();
  }
}
