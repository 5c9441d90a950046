package io.reeve.harness.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/// Prints what was measured.
final class LoadPage {
  private static final ObjectMapper JSON = new ObjectMapper();

  private LoadPage() {}

  /// A Markdown table, which reads well on a terminal, too.
  static void print(PrintWriter out, List<Round> rounds) {
    out.println(
        "| devices | enrolments/s | syncs | syncs/s | p50 ms | p99 ms | KB in/out | lab CPU ms | device CPU ms | heap MB |");
    out.println("|---|---|---|---|---|---|---|---|---|---|");
    for (var round : rounds) {
      out.println(
          String.format(
              Locale.ROOT,
              "| %d | %.0f | %d | %.0f | %.1f | %.1f | %.1f / %.1f | %.1f | %.1f | %.0f |",
              round.devices(),
              round.enrolments() / Math.max(0.001, round.enrolSeconds()),
              round.syncs(),
              round.perSecond(),
              round.p50(),
              round.p99(),
              round.bytesIn() / 1e3,
              round.bytesOut() / 1e3,
              round.labMillis(),
              round.deviceMillis(),
              round.heapMegabytes()));
    }
    rounds.stream()
        .filter(round -> round.failed() > 0)
        .reduce((_, last) -> last)
        .ifPresent(round ->
            out.println(round.failed() + " syncs failed; the first: " + round.why().orElse("")));
  }

  /// One object.
  static String json(List<Round> rounds, boolean whole) {
    var document = JSON.createObjectNode().put("whole", whole);
    var list = document.putArray("rounds");
    rounds.forEach(round -> list.add(json(round)));
    return document.toString();
  }

  private static ObjectNode json(Round round) {
    return JSON.createObjectNode()
        .put("devices", round.devices())
        .put("enrolments", round.enrolments())
        .put("enrolSeconds", round.enrolSeconds())
        .put("firstSyncSeconds", round.firstSeconds())
        .put("syncs", round.syncs())
        .put("failed", round.failed())
        .put("why", round.why().orElse(""))
        .put("syncsPerSecond", round.perSecond())
        .put("p50Millis", round.p50())
        .put("p99Millis", round.p99())
        .put("bytesInPerSync", round.bytesIn())
        .put("bytesOutPerSync", round.bytesOut())
        .put("labCpuMillisPerSync", round.labMillis())
        .put("deviceCpuMillisPerSync", round.deviceMillis())
        .put("heapMegabytes", round.heapMegabytes());
  }
}
