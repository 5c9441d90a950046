package io.reeve.core.compliance;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.reeve.policy.Compliance.Overall;
import io.reeve.policy.Verdict;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The last judgement as a note.
///
/// @param policy the digest of the document judged by
record StoredJudgement(String policy, Overall overall, Instant judgedAt, List<Verdict> verdicts) {
  private static final Logger LOG = LoggerFactory.getLogger(StoredJudgement.class);

  StoredJudgement {
    verdicts = List.copyOf(verdicts);
  }

  String write() {
    var note = VerdictJson.MAPPER.createObjectNode();
    note.put("policy", policy).put("overall", overall.name()).put("judgedAt", judgedAt.toString());
    var list = note.putArray("verdicts");
    verdicts.forEach(verdict -> list.add(VerdictJson.write(verdict)));
    return note.toString();
  }

  /// Reads a note; one that is damaged is as if there were none, but for a line in the log.
  static Optional<StoredJudgement> read(String note) {
    try {
      var tree = VerdictJson.MAPPER.readTree(note);
      var verdicts = new ArrayList<Verdict>();
      for (var verdict : tree.path("verdicts")) {
        verdicts.add(VerdictJson.read(verdict));
      }
      return Optional.of(
          new StoredJudgement(
              tree.path("policy").asText(),
              Overall.valueOf(tree.path("overall").asText()),
              Instant.parse(tree.path("judgedAt").asText()),
              verdicts));
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
      LOG.warn("The stored verdicts are damaged; grace periods begin anew: {}", e.getMessage());
      return Optional.empty();
    }
  }
}
