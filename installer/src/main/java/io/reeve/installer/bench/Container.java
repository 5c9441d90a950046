package io.reeve.installer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A disposable system over the peers' files: what is written there lies in memory and goes with
/// it. It has no network but its own loopback. The measuring program (`measure.py`) is inside, so
/// that a process is measured by its parent there and nothing of the container's start is in it.
final class Container implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final String name;
  private final Process process;
  private final Writer orders;
  private final BufferedReader replies;

  private Container(String name, Process process) {
    this.name = name;
    this.process = process;
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    this.replies = process.inputReader(StandardCharsets.UTF_8);
  }

  /// What a process cost.
  ///
  /// @param wall milliseconds from its start to its end
  /// @param cpu milliseconds of processor time, user and system, with its children's
  /// @param rss the most that one of its processes had in memory, in megabytes
  /// @param out what it wrote to its standard output
  record Cost(double wall, double cpu, double rss, String out) {}

  /// @param root from [PeerRoot]
  /// @param image the packaged image, seen there as `/opt/reeve`
  /// @param files seen there as `/bench`
  static Container open(String name, Path root, Path image, Path files) throws IOException {
    var process =
        new ProcessBuilder(
                "systemd-nspawn",
                "--quiet",
                "--directory=" + root,
                "--volatile=overlay",
                "--machine=reeve-bench-" + name + "-" + ProcessHandle.current().pid(),
                "--register=no",
                "--keep-unit",
                "--private-network",
                "--pipe",
                "--as-pid2",
                "--setenv=LC_ALL=C.UTF-8",
                "--bind-ro=" + image + ":/opt/reeve",
                "--bind-ro=" + files + ":/bench",
                "python3",
                "-I",
                "/bench/measure.py")
            .redirectError(files.resolve(name + ".log").toFile())
            .start();
    return new Container(name, process);
  }

  /// Has the measuring program do something.
  ///
  /// @param details alternating names and values
  JsonNode order(String what, Object... details) throws IOException {
    var order = new LinkedHashMap<String, Object>(Map.of("do", what));
    for (int i = 0; i < details.length; i += 2) {
      order.put((String) details[i], details[i + 1]);
    }
    orders.write(JSON.writeValueAsString(order) + "\n");
    orders.flush();
    var reply = JSON.readTree(reply());
    if (reply.has("error")) {
      throw BenchException.wrong(name + ": " + order + ": " + reply.path("error").asText());
    }
    return reply;
  }

  private String reply() throws IOException {
    var line = CompletableFuture.supplyAsync(this::readLine);
    try {
      var text = line.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (text.isEmpty()) {
        throw BenchException.impossible(
            "the disposable system '" + name + "' has ended",
            "does 'systemd-nspawn' work on this machine?");
      }
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the disposable system '" + name + "' does not answer", e);
    }
  }

  private String readLine() {
    try {
      var line = replies.readLine();
      return line == null ? "" : line;
    } catch (IOException gone) {
      return "";
    }
  }

  /// Runs a program to its end.
  ///
  /// @param good the exit codes that mean success
  Cost run(List<Integer> good, List<String> line) throws IOException {
    var reply = order("run", "line", line);
    if (!good.contains(reply.path("code").asInt())) {
      throw BenchException.wrong(
          "%s: %s ended with %d: %s%s"
              .formatted(
                  name,
                  line,
                  reply.path("code").asInt(),
                  reply.path("err").asText(),
                  last(reply.path("out").asText())));
    }
    return new Cost(
        reply.path("wall").asDouble(),
        reply.path("cpu").asDouble(),
        reply.path("rss").asDouble(),
        reply.path("out").asText());
  }

  private static String last(String text) {
    return text.substring(Math.max(0, text.length() - 500));
  }

  /// Starts a program that stays, and gives its number there.
  long start(String... line) throws IOException {
    return order("start", "line", List.of(line)).path("pid").asLong();
  }

  @Override
  public void close() throws IOException {
    orders.close(); // the measuring program reads to the end, and the system ends with it
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroy();
        process.waitFor(20, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
