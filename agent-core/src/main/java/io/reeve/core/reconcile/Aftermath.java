package io.reeve.core.reconcile;

import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.store.Journal;
import io.reeve.store.LocalStore;
import java.util.ArrayList;
import java.util.List;

/// What a crash cut off, when the agent begins again.
final class Aftermath {
  private final Passes passes;
  private final LocalStore store;

  Aftermath(Passes passes, LocalStore store) {
    this.passes = passes;
    this.store = store;
  }

  /// As [Reconciler#recover].
  List<String> recover() {
    var told = new ArrayList<String>();
    var finish = new ArrayList<Journal.Pass>();
    for (var pass : store.journal().unfinished()) {
      if (pass.atomic()) {
        passes.takeBack(pass);
        told.add("an atomic group of %d writes was undone".formatted(pass.intents().size()));
      } else {
        finish.add(pass);
      }
    }
    if (!finish.isEmpty()) {
      var ran = passes.run(passes.desired(), new Cut(finish).settings(), false);
      ran.scope().forEach(uri -> told.add(uri + ": " + words(ran.outcome(uri))));
    }
    return told;
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Applied _ -> "finished";
      case Outcome.NotApplicable(var reason) -> "not applicable: " + reason;
      case Outcome.Pending(var what) -> "goes on: " + what;
      case Outcome.Contested(var why) -> "contested: " + why;
      case Outcome.Failed(var error) -> "could not be finished and is as it was: " + error;
      case Outcome.RolledBack _, Outcome.RollbackFailed _, Outcome.NotExecuted _ -> "undone";
    };
  }
}
