package io.reeve.core.script;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// What came of the last run.
///
/// @param outcome in a word
/// @param detect the exit code of the script that looks; empty when it did not end
/// @param remediate that of the script that mends; empty when it did not run
/// @param again that of looking once more after mending
/// @param output the end of what the last script wrote
/// @param detail why it went wrong, for people; empty when it did not
/// @param at when the run began
public record RemediationResult(
    Outcome outcome,
    Optional<Integer> detect,
    Optional<Integer> remediate,
    Optional<Integer> again,
    String output,
    String detail,
    Instant at) {
  private static final JsonMapper JSON = new JsonMapper();

  /// How a run ended.
  public enum Outcome {
    /// There is nothing to mend.
    COMPLIANT,
    /// It was mended.
    REMEDIATED,
    /// There is something to mend, and nothing that mends it.
    FOUND,
    /// It could not be mended.
    FAILED,
    /// It could not be looked for.
    ERROR,
    /// It must not run here.
    REFUSED,
    /// It runs.
    RUNNING;

    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static RemediationResult of(Outcome outcome, String detail, Instant at) {
    return new RemediationResult(
        outcome, Optional.empty(), Optional.empty(), Optional.empty(), "", detail, at);
  }

  /// Whether the service has been told the same.
  boolean sameAs(RemediationResult other) {
    return outcome == other.outcome
        && detect.equals(other.detect)
        && remediate.equals(other.remediate)
        && again.equals(other.again)
        && output.equals(other.output)
        && detail.equals(other.detail);
  }

  /// As the service gets it.
  String json(boolean reversible) {
    var json = JSON.createObjectNode().put("outcome", outcome.wire());
    detect.ifPresent(exit -> json.put("detect", exit));
    remediate.ifPresent(exit -> json.put("remediate", exit));
    again.ifPresent(exit -> json.put("detectAgain", exit));
    json.put("output", output).put("detail", detail).put("lastRun", at.toString());
    return json.put("reversible", reversible).toString();
  }

  static Optional<RemediationResult> parse(String text) {
    try {
      var json = JSON.readTree(text);
      return Optional.of(
          new RemediationResult(
              Outcome.valueOf(json.path("outcome").asText().toUpperCase(Locale.ROOT)),
              exit(json, "detect"),
              exit(json, "remediate"),
              exit(json, "detectAgain"),
              json.path("output").asText(),
              json.path("detail").asText(),
              Instant.parse(json.path("lastRun").asText())));
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<Integer> exit(JsonNode json, String name) {
    return json.has(name) ? Optional.of(json.path(name).asInt()) : Optional.empty();
  }
}
