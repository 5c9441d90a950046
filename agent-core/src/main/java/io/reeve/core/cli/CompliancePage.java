package io.reeve.core.cli;

import io.reeve.policy.Compliance.Overall;
import io.reeve.policy.Compliance.Standing;
import io.reeve.policy.Verdict;
import java.util.Comparator;

/// The judgement for people: what fails first, each with what to do.
final class CompliancePage {
  private final Context context;
  private final Ago ago;

  CompliancePage(Context context) {
    this.context = context;
    ago = new Ago(context.terminal().clock());
  }

  void print(Standing compliance) {
    var cell = cell(compliance.overall());
    var policy = compliance.policy().map(name -> " with " + Plain.text(name)).orElse("");
    var judged = compliance.judgedAt().map(at -> ", judged " + ago.of(at)).orElse("");
    context.say("This machine: " + context.ink(cell.ink(), cell.text()) + policy + judged);
    if (compliance.verdicts().isEmpty()) {
      return;
    }
    context.say("");
    var table = new TextTable("", "RULE", "SEVERITY", "FOUND");
    compliance.verdicts().stream()
        .sorted(Comparator.comparingInt(verdict -> rank(verdict.state())))
        .forEach(verdict -> row(table, verdict));
    table.print(context.terminal());
    compliance.verdicts().stream()
        .filter(verdict -> rank(verdict.state()) < rank(Verdict.State.COMPLIANT))
        .forEach(this::details);
  }

  static Cell cell(Overall overall) {
    return switch (overall) {
      case COMPLIANT -> new Cell("compliant", Ink.GOOD);
      case IN_GRACE -> new Cell("compliant for now, within a grace period", Ink.WARN);
      case NON_COMPLIANT -> new Cell("not compliant", Ink.BAD);
      case NO_POLICY -> new Cell("no policy received", Ink.PLAIN);
      case UNKNOWN -> new Cell("not known", Ink.WARN);
    };
  }

  private static Cell cell(Verdict.State state) {
    return switch (state) {
      case COMPLIANT -> new Cell("ok", Ink.GOOD);
      case IN_GRACE -> new Cell("grace", Ink.WARN);
      case NON_COMPLIANT -> new Cell("FAILS", Ink.BAD);
      case NOT_APPLICABLE -> new Cell("-", Ink.DIM);
      case UNKNOWN -> new Cell("?", Ink.WARN);
    };
  }

  /// A state inside a sentence.
  static String words(Verdict.State state) {
    return switch (state) {
      case COMPLIANT -> "complies";
      case IN_GRACE -> "does not comply, within its grace period";
      case NON_COMPLIANT -> "does not comply";
      case NOT_APPLICABLE -> "has no meaning on this machine";
      case UNKNOWN -> "could not be judged";
    };
  }

  private static int rank(Verdict.State state) {
    return switch (state) {
      case NON_COMPLIANT -> 0;
      case UNKNOWN -> 1;
      case IN_GRACE -> 2;
      case COMPLIANT -> 3;
      case NOT_APPLICABLE -> 4;
    };
  }

  private static void row(TextTable table, Verdict verdict) {
    table.row(
        cell(verdict.state()), verdict.title(), Plain.words(verdict.severity()), verdict.actual());
  }

  private void details(Verdict verdict) {
    context.say("");
    context.say(context.ink(Ink.BOLD, Plain.text(verdict.title())));
    var table = new TextTable();
    table.row("  expected", verdict.expected());
    table.row("  found", verdict.actual());
    table.row("  evidence", verdict.evidence());
    verdict.failingSince().ifPresent(since -> table.row("  fails since", ago.of(since)));
    verdict.graceUntil().ifPresent(until -> table.row("  grace ends", ago.of(until)));
    if (!verdict.remedy().isEmpty()) {
      table.row("  what to do", verdict.remedy());
    }
    table.print(context.terminal());
  }
}
