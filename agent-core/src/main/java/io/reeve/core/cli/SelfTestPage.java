package io.reeve.core.cli;

import static java.util.stream.Collectors.groupingBy;

import io.reeve.core.local.SelfTestReport;
import io.reeve.core.local.SelfTestReport.Trial;
import io.reeve.core.local.SelfTestReport.Trial.Attempt;
import io.reeve.core.local.SelfTestReport.Trial.Result;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/// What a self-test found, for people: a line for each mechanism, then what is not well.
final class SelfTestPage {
  private final Context context;

  SelfTestPage(Context context) {
    this.context = context;
  }

  void print(SelfTestReport tested) {
    context.say(
        "Reeve %s for %s on %s, Java %s"
            .formatted(tested.version(), tested.platform(), tested.system(), tested.java()));
    context.say("");
    overview(tested.trials());
    list("not here", tested.trials(), Result.NOT_APPLICABLE, Ink.PLAIN);
    list("failed", tested.trials(), Result.FAILED, Ink.BAD);
    context.say("");
    context.say(
        "%d tried: %d ok, %d without a place on this machine, %d failed."
            .formatted(
                tested.trials().size(),
                count(tested.trials(), Result.OK),
                count(tested.trials(), Result.NOT_APPLICABLE),
                count(tested.trials(), Result.FAILED)));
  }

  private void overview(List<Trial> trials) {
    var table = new TextTable("MECHANISM", "READ", "WRITTEN", "WATCHED", "MS");
    new TreeMap<>(trials.stream().collect(groupingBy(Trial::mechanism)))
        .forEach((mechanism, of) ->
            table.row(
                mechanism.isEmpty() ? "(tables)" : mechanism,
                share(of, mechanism.isEmpty() ? Attempt.TABLE : Attempt.READ),
                share(of, Attempt.WRITE),
                share(of, Attempt.WATCH),
                of.stream().mapToLong(Trial::millis).sum()));
    table.print(context.terminal());
  }

  /// How many of the attempts went well, for example `3 of 4`.
  private static Cell share(List<Trial> trials, Attempt what) {
    var tried = trials.stream().filter(trial -> trial.what() == what).toList();
    if (tried.isEmpty()) {
      return Cell.of("");
    }
    return new Cell(count(tried, Result.OK) + " of " + tried.size(), worst(tried));
  }

  private static Ink worst(List<Trial> trials) {
    return count(trials, Result.FAILED) > 0 ? Ink.BAD : Ink.PLAIN;
  }

  private static long count(List<Trial> trials, Result result) {
    return trials.stream().filter(trial -> trial.result() == result).count();
  }

  /// One line for all that is not well for the same reason.
  private void list(String title, List<Trial> trials, Result result, Ink ink) {
    var alike = new LinkedHashMap<Why, Set<String>>();
    for (var trial : trials) {
      if (trial.result() == result) {
        var why = new Why(trial.what(), trial.mechanism(), trial.text());
        alike.computeIfAbsent(why, _ -> new LinkedHashSet<>()).add(trial.name());
      }
    }
    if (alike.isEmpty()) {
      return;
    }
    context.say("");
    var table = new TextTable();
    alike.forEach((why, names) ->
        table.row(
            new Cell(title, ink),
            why.what().name().toLowerCase(Locale.ROOT),
            why.mechanism().isEmpty() ? "(tables)" : why.mechanism(),
            String.join(", ", names) + ": " + why.text()));
    table.print(context.terminal());
  }

  /// What is not well, and why.
  private record Why(Attempt what, String mechanism, String text) {}
}
