package io.reeve.core.agent;

import io.reeve.core.reconcile.Trial;
import io.reeve.policy.OmaUri;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/// What a rollback or the end of an enrolment could not put back is tried again: within seconds,
/// because a machine may be cut off or half given back, and after ten minutes by the sweep, which
/// tries whatever failed. On the loop's thread.
final class PuttingBack {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final int QUICK_ATTEMPTS = 3;
  private static final int MOST_ATTEMPTS = 60;

  private final Trial trial;
  private final Loop loop;
  private Set<OmaUri> left = Set.of();
  private int attempts;

  PuttingBack(Trial trial, Loop loop) {
    this.trial = trial;
    this.loop = loop;
  }

  /// These are not as they were, with what else is not yet.
  void leave(Set<OmaUri> settings) {
    var all = new LinkedHashSet<>(left);
    all.addAll(settings);
    attempts = 0;
    later(all);
  }

  /// It is time for another attempt.
  void again() {
    if (!left.isEmpty()) {
      attempts++;
      later(trial.putBack(left));
    }
  }

  private void later(Set<OmaUri> what) {
    left = attempts < MOST_ATTEMPTS ? Set.copyOf(what) : Set.of();
    if (!left.isEmpty()) {
      loop.in(attempts < QUICK_ATTEMPTS ? FIRST_PAUSE : LONGEST_PAUSE, new Trigger.PutBack());
    }
  }
}
