package io.reeve.policy;

import java.util.List;

/// A document cannot be taken; every problem in it is named, not only the first.
public final class ProblemsException extends Exception {
  private static final long serialVersionUID = 1;

  /// How many problems the message tells; a hostile document can have very many.
  private static final int TOLD = 20;

  private final transient List<String> problems;

  /// @param document what was read, for example `compliance policy`
  /// @param problems one sentence each, with the place and the offending input
  public ProblemsException(String document, List<String> problems) {
    super(document + ": " + told(problems));
    this.problems = List.copyOf(problems);
  }

  private static String told(List<String> problems) {
    var text = String.join("; ", problems.subList(0, Math.min(TOLD, problems.size())));
    return problems.size() <= TOLD ? text : text + "; and " + (problems.size() - TOLD) + " more";
  }

  /// One sentence for each problem.
  public List<String> problems() {
    return problems;
  }
}
