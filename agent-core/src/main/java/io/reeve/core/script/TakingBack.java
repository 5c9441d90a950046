package io.reeve.core.script;

import io.reeve.core.script.Kept.Undoing;
import io.reeve.core.script.RemediationResult.Outcome;
import java.time.Instant;
import java.util.Optional;

/// Remediations that nobody asks for any more: what they mended is taken back where there is a way.
/// What is kept of one stays until that has ended, so that neither a crash nor a restart loses it.
///
/// An attempt that fails is made again an hour later, one that the end of the agent cuts off at its
/// next start, so many times in all; one whose script could not even be started (it runs as the
/// person at the machine, and nobody is there) does not count. Nobody is asked for a signature
/// again: what ran once had one, and at the end of an enrolment its keys are gone before what it
/// mended is.
final class TakingBack {
  private static final int MOST = 3;

  private final Results results;

  TakingBack(Results results) {
    this.results = results;
  }

  /// What to take back now; empty when there is nothing, or not now.
  Optional<Remediation> begin(String id, Kept kept, Instant now) {
    results.hide(id);
    var mended = kept.takenBackFrom().map(parts -> new Remediation(id, parts));
    if (mended.isEmpty()) {
      results.forget(id);
      return Optional.empty();
    }
    if (!mended.get().has("Undo")) {
      return over(id, "What it mended is not reversible: there is no Undo. It stays.");
    }
    if (kept.undoDue(now).isAfter(now)) {
      return Optional.empty();
    }
    int tries = kept.undoing().map(Undoing::tries).orElse(0);
    if (tries >= MOST) {
      return over(id, "What it mended could not be taken back, and stays: the agent ended.");
    }
    var said = kept.undoing().map(Undoing::said).orElse("");
    results.keep(id, kept.with(new Undoing(tries + 1, false, now, said)));
    return mended;
  }

  private Optional<Remediation> over(String id, String text) {
    results.conclude(id, text);
    return Optional.empty();
  }

  /// An attempt has ended.
  void end(String id, RemediationResult result) {
    if (result.outcome() == Outcome.REMEDIATED) {
      var _ = over(id, "What it mended is taken back.");
    } else {
      results.get(id).ifPresent(kept -> failed(id, kept, result));
    }
  }

  private void failed(String id, Kept kept, RemediationResult result) {
    var last = kept.undoing().orElse(new Undoing(1, false, result.at(), ""));
    boolean ran = result.remediate().isPresent();
    int tries = ran ? last.tries() : last.tries() - 1;
    var said = words(result);
    if (tries >= MOST) {
      var _ = over(id, "What it mended could not be taken back, and stays: " + said);
      return;
    }
    var now = kept.with(new Undoing(tries, true, result.at(), said));
    if (said.equals(last.said())) {
      results.keep(id, now);
    } else {
      results.keep(id, now, "What it mended is not taken back yet: " + said);
    }
  }

  private static String words(RemediationResult result) {
    var exit = result.remediate().map(code -> "Undo ended with " + code).orElse("");
    var both = exit.isEmpty() || result.detail().isEmpty() ? "" : ": ";
    return exit + both + result.detail() + ".";
  }
}
