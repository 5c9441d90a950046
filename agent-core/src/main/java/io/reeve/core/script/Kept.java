package io.reeve.core.script;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.core.script.RemediationResult.Outcome;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is kept of a remediation that has begun. A time of it that is in the future was put there
/// by a clock that was ahead, and counts as long past.
///
/// @param digest of what ran last
/// @param result what came of it
/// @param mended what something was mended by, to be taken back when nobody asks any more
/// @param mending what may be mending now: nobody knows how far it came until it ends
/// @param undoing how taking back has gone until now; empty when it has not begun
record Kept(
    String digest,
    RemediationResult result,
    Optional<Map<String, String>> mended,
    Optional<Map<String, String>> mending,
    Optional<Undoing> undoing) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration HOUR = Duration.ofHours(1);

  /// Attempts to take back.
  ///
  /// @param tries how many have begun, but for those that could not even run here
  /// @param ended whether the last one has ended; else the agent ended in the middle of it
  /// @param at when it began
  /// @param said how it went, in words
  record Undoing(int tries, boolean ended, Instant at, String said) {}

  /// What there is to be taken back: what did not end may have mended too.
  Optional<Map<String, String>> takenBackFrom() {
    return mending.or(() -> mended);
  }

  /// When it is due again.
  ///
  /// @param refusedBefore whether it was refused since the agent was started: what refused it may
  ///   be put right by then, and after an hour
  Instant due(Remediation remediation, boolean refusedBefore, Instant now) {
    boolean refused = result.outcome() == Outcome.REFUSED;
    if (!digest.equals(remediation.digest())
        || undoing.isPresent()
        || (result.at().isAfter(now) && remediation.interval().isPresent())
        || (refused && !refusedBefore)) {
      return Instant.MIN;
    }
    var interval = remediation.interval();
    if (refused && interval.filter(each -> each.compareTo(HOUR) < 0).isEmpty()) {
      interval = Optional.of(HOUR);
    }
    return interval.map(each -> result.at().plus(each)).orElse(Instant.MAX);
  }

  /// When taking back is to be tried: at once, and an hour after an attempt that failed.
  Instant undoDue(Instant now) {
    return undoing
        .filter(last -> last.ended() && !last.at().isAfter(now))
        .map(last -> last.at().plus(HOUR))
        .orElse(Instant.MIN);
  }

  Kept with(Undoing attempt) {
    return new Kept(digest, result, mended, mending, Optional.of(attempt));
  }

  String write() {
    var json = JSON.createObjectNode().put("digest", digest).put("result", result.json(false));
    mended.ifPresent(parts -> write(json.putObject("mended"), parts));
    mending.ifPresent(parts -> write(json.putObject("mending"), parts));
    undoing.ifPresent(each ->
        json.putObject("undoing")
            .put("tries", each.tries())
            .put("ended", each.ended())
            .put("at", each.at().toString())
            .put("said", each.said()));
    return json.toString();
  }

  private static void write(ObjectNode json, Map<String, String> parts) {
    parts.forEach(json::put);
  }

  static Optional<Kept> read(String note) {
    try {
      var json = JSON.readTree(note);
      return RemediationResult.parse(json.path("result").asText())
          .map(result ->
              new Kept(
                  json.path("digest").asText(),
                  result,
                  parts(json, "mended"),
                  parts(json, "mending"),
                  undoing(json.path("undoing"))));
    } catch (JsonProcessingException | DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<Map<String, String>> parts(JsonNode json, String name) {
    if (!json.has(name)) {
      return Optional.empty();
    }
    var parts = new LinkedHashMap<String, String>();
    json.path(name).properties().forEach(e -> parts.put(e.getKey(), e.getValue().asText()));
    return Optional.of(parts);
  }

  private static Optional<Undoing> undoing(JsonNode json) {
    return json.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new Undoing(
                json.path("tries").asInt(),
                json.path("ended").asBoolean(),
                Instant.parse(json.path("at").asText()),
                json.path("said").asText()));
  }
}
