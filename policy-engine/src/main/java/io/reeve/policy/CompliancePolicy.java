package io.reeve.policy;

import java.time.Duration;
import java.util.List;

/// The rules a device has to keep: a JSON document the service sends
/// (`docs/compliance-policy.schema.json`).
///
/// @param id the policy's id
/// @param name its name, for people
/// @param version its version, as the service writes it
/// @param rules 1 to 500 of them, in the document's order, ids unique
public record CompliancePolicy(String id, String name, String version, List<Rule> rules) {

  /// The largest document, in bytes of UTF-8.
  public static final int MAX_BYTES = 256 * 1024;

  /// The most rules.
  public static final int MAX_RULES = 500;

  public CompliancePolicy {
    rules = List.copyOf(rules);
  }

  /// Reads a document.
  ///
  /// @throws ProblemsException with every problem in it
  public static CompliancePolicy parse(String json) throws ProblemsException {
    return new PolicyReader().read(json);
  }

  /// One rule.
  ///
  /// @param remedy what a person can do about a failure; empty when nothing is asked of them
  /// @param grace how long a failure does not count yet; zero when it counts at once
  public record Rule(
      String id, String title, Severity severity, String remedy, Duration grace, Check check) {}

  /// What a rule looks at.
  public sealed interface Check {
    /// A setting's effective value, compared.
    record OfSetting(OmaUri uri, Comparison is, String value) implements Check {}

    /// A query over the inventory that must return a row.
    record OfQuery(String sql) implements Check {}
  }
}
