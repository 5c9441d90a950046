package io.reeve.policy;

import io.reeve.policy.CompliancePolicy.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Judges a device by its policy: evidence and earlier verdicts in, verdicts out. It does no I/O.
public final class Compliance {
  private static final Evidence NONE = new Evidence.Failed("nothing was looked at");

  private Compliance() {}

  /// What was found for one rule.
  public sealed interface Evidence {
    /// A setting was looked at.
    ///
    /// @param seen its value in the setting's own terms
    /// @param where the places looked at, in words
    record OfSetting(Observation seen, String where) implements Evidence {}

    /// A query ran.
    ///
    /// @param rows how many rows it returned
    /// @param sample the first of them, in words; empty when there are none
    record OfQuery(int rows, String sample) implements Evidence {}

    /// The rule has no meaning on this machine, for the reason given.
    record NotApplicable(String reason) implements Evidence {}

    /// Nothing could be found out; the text says why.
    record Failed(String error) implements Evidence {}
  }

  /// The judgement over all rules.
  public enum Overall {
    COMPLIANT,
    IN_GRACE,
    NON_COMPLIANT,
    /// No policy has been received, so there is nothing to judge.
    NO_POLICY,
    /// Some rule could not be judged and none failed for good, or no rule has a meaning on this
    /// machine.
    UNKNOWN
  }

  /// @param verdicts one for each rule, in the policy's order
  public record Judgement(Overall overall, List<Verdict> verdicts) {
    public Judgement {
      verdicts = List.copyOf(verdicts);
    }
  }

  /// Where the machine stands: its last judgement under the policy it has now.
  ///
  /// @param policy the policy's name; empty when none was received
  /// @param judgedAt when; empty when never
  /// @param verdicts one for each rule
  public record Standing(
      Overall overall,
      Optional<String> policy,
      Optional<Instant> judgedAt,
      List<Verdict> verdicts) {
    public Standing {
      verdicts = List.copyOf(verdicts);
    }
  }

  /// Judges every rule.
  ///
  /// @param catalog tells of each setting what zero means: where it stands for "no limit" it is not
  ///   at most anything
  /// @param evidence by rule id; a rule without any is unknown
  /// @param previous the last verdicts, of this policy or an earlier one: a rule of the same id
  ///   that was failing has been failing since then. A rule that could not be judged in between has
  ///   not been repaired by that
  /// @param now the time of the judgement
  public static Judgement judge(
      Catalog catalog,
      CompliancePolicy policy,
      Map<String, Evidence> evidence,
      List<Verdict> previous,
      Instant now) {
    var since = new HashMap<String, Instant>();
    previous.forEach(
        verdict -> verdict.failingSince().ifPresent(begin -> since.put(verdict.rule(), begin)));
    var verdicts = new ArrayList<Verdict>();
    for (var rule : policy.rules()) {
      var finding = Finding.of(catalog, rule.check(), evidence.getOrDefault(rule.id(), NONE));
      verdicts.add(verdict(rule, finding, Optional.ofNullable(since.get(rule.id())), now));
    }
    return new Judgement(overall(verdicts), verdicts);
  }

  private static Verdict verdict(Rule rule, Finding finding, Optional<Instant> since, Instant now) {
    var failingSince =
        switch (finding.state()) {
          // A clock that was set back must not stretch the grace period.
          case FAILS -> Optional.of(since.filter(begin -> !begin.isAfter(now)).orElse(now));
          case UNKNOWN -> since;
          case HOLDS, NOT_APPLICABLE -> Optional.<Instant>empty();
        };
    var graceUntil =
        failingSince.filter(_ -> !rule.grace().isZero()).map(begin -> begin.plus(rule.grace()));
    boolean inGrace = graceUntil.filter(now::isBefore).isPresent();
    var state =
        switch (finding.state()) {
          case HOLDS -> Verdict.State.COMPLIANT;
          case FAILS -> inGrace ? Verdict.State.IN_GRACE : Verdict.State.NON_COMPLIANT;
          case NOT_APPLICABLE -> Verdict.State.NOT_APPLICABLE;
          case UNKNOWN -> Verdict.State.UNKNOWN;
        };
    return new Verdict(
        rule.id(),
        rule.title(),
        rule.severity(),
        state,
        finding.expected(),
        finding.actual(),
        finding.evidence(),
        rule.remedy(),
        failingSince,
        graceUntil);
  }

  /// The judgement over these verdicts: the worst counts, and what has no meaning here does not.
  public static Overall overall(List<Verdict> verdicts) {
    var states = verdicts.stream().map(Verdict::state).toList();
    if (states.contains(Verdict.State.NON_COMPLIANT)) {
      return Overall.NON_COMPLIANT;
    }
    if (states.contains(Verdict.State.UNKNOWN)) {
      return Overall.UNKNOWN;
    }
    if (states.contains(Verdict.State.IN_GRACE)) {
      return Overall.IN_GRACE;
    }
    return states.contains(Verdict.State.COMPLIANT) ? Overall.COMPLIANT : Overall.UNKNOWN;
  }
}
