package io.reeve.installer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `reeve lab-load` as a process of its own, with fleets of 1 to 5,000 devices.
final class FleetLoad implements Part {
  private final Path target;
  private final boolean smoke;

  FleetLoad(Path target, boolean smoke) {
    this.target = target;
    this.smoke = smoke;
  }

  @Override
  public String measure() throws IOException, InterruptedException {
    var table =
        new Table(
            "devices",
            "enrolments a second",
            "syncs a second",
            "p50, ms",
            "p99, ms",
            "bytes to / from the lab",
            "CPU of the lab, ms",
            "CPU of the device, ms",
            "heap of both, MB");
    var document = run(smoke ? List.of("--devices", "5", "--syncs", "2") : full());
    for (var round : document.path("rounds")) {
      if (round.path("failed").asInt() != 0) {
        throw BenchException.wrong("syncs failed: " + round.path("why").asText());
      }
      double enrolments = round.path("enrolments").asDouble();
      table.row(
          round.path("devices").asText(),
          Table.number(enrolments / Math.max(0.001, round.path("enrolSeconds").asDouble())),
          number(round, "syncsPerSecond"),
          number(round, "p50Millis"),
          number(round, "p99Millis"),
          number(round, "bytesInPerSync") + " / " + number(round, "bytesOutPerSync"),
          number(round, "labCpuMillisPerSync"),
          number(round, "deviceCpuMillisPerSync"),
          number(round, "heapMegabytes"));
    }
    return table.toString();
  }

  private static List<String> full() {
    return List.of("--devices", "1,10,100,1000,5000", "--minutes", "0.15");
  }

  private static String number(JsonNode round, String name) {
    return Table.number(round.path(name).asDouble());
  }

  /// With the options that the checkout's launcher gives.
  private JsonNode run(List<String> arguments) throws IOException, InterruptedException {
    var line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                target.resolve("app") + "/*",
                "io.reeve.core.cli.Main",
                "lab-load",
                "--json"));
    line.addAll(arguments);
    var process = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw BenchException.wrong("reeve lab-load ended with " + process.exitValue() + ": " + said);
    }
    return new ObjectMapper().readTree(said);
  }
}
