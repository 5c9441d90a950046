package io.reeve.installer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.installer.PackagingException;
import io.reeve.installer.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/// The hot paths under JMH, which the module `test-harness/benchmarks` has: built here, because
/// nothing else needs it.
final class Micro implements Part {
  private static final String MODULE = "test-harness/benchmarks";
  private static final int LEAST_RESULTS = 12;

  private final Path checkout;
  private final boolean smoke;

  /// @param checkout the folder with the root `pom.xml`
  Micro(Path checkout, boolean smoke) {
    this.checkout = checkout;
    this.smoke = smoke;
  }

  @Override
  public String measure() throws IOException, InterruptedException {
    try {
      build();
    } catch (PackagingException failed) {
      throw BenchException.wrong("the benchmarks cannot be built: " + failed.getMessage());
    }
    var results = Files.createTempFile("reeve-jmh", ".json");
    try {
      Tool.run(Map.of(), line(results));
      return table(new ObjectMapper().readTree(results.toFile()));
    } catch (PackagingException failed) {
      throw BenchException.wrong("a benchmark failed: " + failed.getMessage());
    } finally {
      Files.deleteIfExists(results);
    }
  }

  private void build() throws IOException, InterruptedException {
    if (Tool.find("mvn").isEmpty()) {
      throw BenchException.impossible("Maven is not here", "install it (package 'maven')");
    }
    Tool.run(
        Map.of("MAVEN_OPTS", "--sun-misc-unsafe-memory-access=allow"),
        List.of(
            "mvn",
            "--batch-mode",
            "--quiet",
            "--file",
            checkout.resolve("pom.xml").toString(),
            "-Pbench",
            "-Dmaven.test.skip=true",
            "package",
            "--projects",
            MODULE,
            "--also-make"));
    generate();
  }

  /// Compiles once more with JMH's processor, which makes a harness around each benchmark.
  private void generate() throws IOException, InterruptedException {
    Files.createDirectories(harness());
    var line =
        new ArrayList<>(
            List.of(
                jdk("javac"), "-nowarn", "-proc:full", "-cp", jars(), "-d", harness().toString()));
    try (var sources = Files.walk(checkout.resolve(MODULE + "/src/main/java"))) {
      sources.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(line::add);
    }
    Tool.run(line.toArray(String[]::new));
  }

  private Path harness() {
    return checkout.resolve(MODULE + "/target/harness");
  }

  private String jars() {
    return checkout.resolve(MODULE + "/target/jars") + "/*";
  }

  private static String jdk(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool).toString();
  }

  /// With the daemon's collector and compiler: what the default ones would make of it is of no use
  /// to anybody.
  private List<String> line(Path results) {
    var line =
        new ArrayList<>(
            List.of(
                jdk("java"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                harness() + ":" + jars(),
                "org.openjdk.jmh.Main",
                "-bm",
                "avgt",
                "-tu",
                "us",
                "-prof",
                "gc",
                "-foe",
                "true",
                "-rf",
                "json",
                "-rff",
                results.toString()));
    line.addAll(
        smoke
            ? List.of("-f", "0", "-wi", "0", "-i", "1", "-r", "20ms", "-p", "settings=25")
            : List.of("-f", "1", "-wi", "3", "-w", "500ms", "-i", "5", "-r", "500ms"));
    return line;
  }

  private String table(JsonNode results) {
    var table = new Table("path", "time", "give or take (99.9 %)", "garbage");
    var rows = StreamSupport.stream(results.spliterator(), false).map(Micro::row).sorted().toList();
    if (!smoke && rows.size() < LEAST_RESULTS) {
      throw BenchException.wrong("only " + rows.size() + " benchmarks gave a result");
    }
    rows.forEach(row -> table.row(row.split("\\|")));
    return table.toString();
  }

  private static String row(JsonNode result) {
    var name = result.path("benchmark").asText().replaceFirst(".*\\.(\\w+)Benchmark\\.", "$1.");
    int settings = result.at("/params/settings").asInt();
    var metric = result.path("primaryMetric");
    return String.join(
        "|",
        (settings == 0 ? name : name + ", %4d settings".formatted(settings)),
        micros(metric.path("score").asDouble()),
        error(metric.path("scoreError").asDouble()),
        Table.number(result.at("/secondaryMetrics/gc.alloc.rate.norm/score").asDouble() / 1024)
            + " KB");
  }

  /// One measurement alone has none.
  private static String error(double micros) {
    return Double.isNaN(micros) ? "" : "± " + micros(micros);
  }

  private static String micros(double micros) {
    return micros >= 1000 ? Table.number(micros / 1000) + " ms" : Table.number(micros) + " µs";
  }
}
