package io.reeve.core.cli;

import io.reeve.core.local.Views.Change;
import io.reeve.core.local.Views.Explanation;
import io.reeve.core.local.Views.Place;
import io.reeve.core.local.Views.Wish;
import io.reeve.policy.Verdict;

/// Everything about one setting, for people.
final class ExplainPage {
  private final Context context;
  private final Ago ago;

  ExplainPage(Context context) {
    this.context = context;
    ago = new Ago(context.terminal().clock());
  }

  void print(Explanation explained) {
    var state = explained.state();
    context.say(context.ink(Ink.BOLD, Plain.text(state.id())) + "  " + Plain.text(state.uri()));
    context.say(Plain.text(explained.sentence()));
    context.say("");
    var table = new TextTable();
    table.row("State", SettingsPage.state(state));
    if (!state.detail().isEmpty()) {
      table.row("", state.detail());
    }
    if (state.needsRestart()) {
      table.row("Restart", new Cell("needed before it takes effect", Ink.WARN));
    }
    table.row("Wanted", state.wanted().orElse("nothing"));
    table.row("Seen", state.seen().orElse("not set"));
    explained.authorities().forEach(wish -> table.row("Asked by", wish(wish)));
    if (explained.authorities().size() > 1
        || explained.authorities().stream().anyMatch(wish -> !wish.counts())) {
      table.row("Who wins", explained.conflictRule());
    }
    explained.places().forEach(place -> place(table, place));
    explained.verdicts().forEach(verdict -> table.row("Rule", rule(verdict)));
    table.print(context.terminal());
    if (!explained.history().isEmpty()) {
      context.say("");
      new HistoryPage(context).print(explained.history());
    }
  }

  private String wish(Wish wish) {
    var text = wish.authority() + ": " + wish.value() + ", " + ago.of(wish.at());
    return wish.wins()
        ? text + " (in effect)"
        : wish.counts() ? text : text + " (does not count: no say in this workload)";
  }

  private void place(TextTable table, Place place) {
    table.row("Lives in", place.name());
    if (!place.files().isEmpty()) {
      table.row("  files", String.join(", ", place.files()));
    }
    table.row("  there now", place.seen());
    place.before().ifPresent(before -> table.row("  before Reeve", before));
    place.changes().forEach(change -> table.row("  changed", change(change)));
  }

  private String change(Change change) {
    var text = ago.of(change.at()) + ": to " + change.found();
    return change.by().isEmpty() ? text : text + " by " + change.by();
  }

  private static String rule(Verdict verdict) {
    return verdict.title() + ": " + CompliancePage.words(verdict.state());
  }
}
