package io.reeve.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Judges a device by its policy: evidence and earlier verdicts in, verdicts out. It does no I/O.
public final class Compliance {
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

    /// Nothing could be found out; the text says why.
    record Failed(String error) implements Evidence {}
  }

  /// The judgement over all rules.
  public enum Overall {
    COMPLIANT,
    IN_GRACE,
    NON_COMPLIANT,
    /// Some rule could not be judged and none failed, or no rule has a meaning on this machine.
    UNKNOWN
  }

  /// @param verdicts one for each rule, in the policy's order
  public record Judgement(Overall overall, List<Verdict> verdicts) {
    public Judgement {
      verdicts = List.copyOf(verdicts);
    }
  }

  /// Judges every rule.
  ///
  /// @param evidence by rule id; a rule without any is unknown
  /// @param previous the last verdicts, of this policy or an earlier one: a rule of the same id
  ///   that was failing has been failing since then
  /// @param now the time of the judgement
  public static Judgement judge(
      CompliancePolicy policy,
      Map<String, Evidence> evidence,
      List<Verdict> previous,
      Instant now) {
    return Unbuilt.yet();
  }
}
