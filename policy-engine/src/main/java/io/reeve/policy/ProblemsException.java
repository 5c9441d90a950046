package io.reeve.policy;

import java.util.List;

/// A document cannot be taken; every problem in it is named, not only the first.
public final class ProblemsException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  /// @param document what was read, for example `compliance policy`
  /// @param problems one sentence each, with the place and the offending input
  public ProblemsException(String document, List<String> problems) {
    super(document + ": " + String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /// One sentence for each problem.
  public List<String> problems() {
    return problems;
  }
}
