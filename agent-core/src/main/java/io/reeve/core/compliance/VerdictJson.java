package io.reeve.core.compliance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.policy.Compliance.Standing;
import io.reeve.policy.CompliancePolicy;
import io.reeve.policy.Severity;
import io.reeve.policy.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;

/// Verdicts as JSON, for the store and for the service.
final class VerdictJson {
  static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int MAX_TEXT = 2_048;

  private VerdictJson() {}

  static ObjectNode write(Verdict verdict) {
    var node = MAPPER.createObjectNode();
    node.put("rule", verdict.rule())
        .put("title", verdict.title())
        .put("severity", verdict.severity().name())
        .put("state", verdict.state().name())
        .put("expected", cut(verdict.expected()))
        .put("actual", cut(verdict.actual()))
        .put("evidence", cut(verdict.evidence()))
        .put("remedy", cut(verdict.remedy()));
    verdict.failingSince().ifPresent(time -> node.put("failingSince", time.toString()));
    verdict.graceUntil().ifPresent(time -> node.put("graceUntil", time.toString()));
    return node;
  }

  /// @throws IllegalArgumentException or a `DateTimeException` when it is no verdict
  static Verdict read(JsonNode node) {
    return new Verdict(
        node.path("rule").asText(),
        node.path("title").asText(),
        Severity.valueOf(node.path("severity").asText()),
        Verdict.State.valueOf(node.path("state").asText()),
        node.path("expected").asText(),
        node.path("actual").asText(),
        node.path("evidence").asText(),
        node.path("remedy").asText(),
        time(node.path("failingSince")),
        time(node.path("graceUntil")));
  }

  private static Optional<Instant> time(JsonNode node) {
    return node.isTextual() ? Optional.of(Instant.parse(node.asText())) : Optional.empty();
  }

  /// The judgement in short: what the node `State` holds.
  static ObjectNode summary(Optional<CompliancePolicy> policy, Standing standing) {
    var node = MAPPER.createObjectNode().put("overall", standing.overall().name());
    policy.ifPresent(document ->
        node.putObject("policy")
            .put("id", document.id())
            .put("name", document.name())
            .put("version", document.version()));
    standing.judgedAt().ifPresent(time -> node.put("judgedAt", time.toString()));
    var counts = node.putObject("counts");
    for (var state : Verdict.State.values()) {
      counts.put(
          state.name(),
          standing.verdicts().stream().filter(verdict -> verdict.state() == state).count());
    }
    return node;
  }

  /// The whole judgement, as the alert carries it.
  static String report(Optional<CompliancePolicy> policy, Standing standing) {
    var node = summary(policy, standing);
    var rules = node.putArray("rules");
    standing.verdicts().forEach(verdict -> rules.add(write(verdict)));
    return node.toString();
  }

  /// What makes a report worth sending when it is another than before: the policy, the overall
  /// judgement and each rule's state; not the times, nor the words.
  static String mark(String policy, Standing standing) {
    return digest(
        standing.verdicts().stream()
            .map(verdict -> verdict.rule() + '\n' + verdict.state())
            .collect(Collectors.joining("\n", policy + '\n' + standing.overall() + '\n', "")));
  }

  static String digest(String text) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 3) + "...";
  }
}
