package io.reeve.core.agent;

import io.reeve.core.compliance.Gathering;
import io.reeve.core.script.RemediationResult;
import io.reeve.core.script.RemediationRun;
import java.time.Duration;
import java.util.Optional;

/// Finds out how this machine is, for people and the service: judges, runs the scripts that are
/// due. Both take long, so that each is begun on the loop, done beside it, and ended on it again.
final class Reporting {
  private final Parts parts;
  private final Loop loop;
  private final Runnable news;

  /// @param news the service should hear of something soon
  Reporting(Parts parts, Loop loop, Runnable news) {
    this.parts = parts;
    this.loop = loop;
    this.news = news;
  }

  /// Runs the script that is due, if one is; one at a time.
  void remedy() {
    if (!parts.daemon()) {
      return;
    }
    parts
        .remediations()
        .begin()
        .ifPresentOrElse(
            run -> loop.aside("reeve-script", run::run, result -> remedied(run, result)),
            () ->
                parts
                    .remediations()
                    .next()
                    .ifPresent(wait -> loop.in(wait.plusSeconds(1), new Trigger.Scripts())));
  }

  private void remedied(RemediationRun run, RemediationResult result) {
    if (parts.remediations().end(run, result)) {
      news.run();
      loop.post(new Trigger.Judge());
    }
    loop.post(new Trigger.Scripts());
  }

  /// Judges compliance.
  void judge() {
    if (parts.daemon()) {
      loop.in(parts.config().compliance(), new Trigger.Judge());
    }
    parts
        .compliance()
        .begin()
        .ifPresent(gathering -> loop.aside("reeve-judge", gathering::gather, this::judged));
  }

  private void judged(Gathering.Found found) {
    told(parts.compliance().finish(found));
    if (parts.daemon()) {
      untilGraceEnds().ifPresent(wait -> loop.in(wait, new Trigger.Judge()));
    }
  }

  /// How long until a grace period ends, when that is sooner than the schedule.
  private Optional<Duration> untilGraceEnds() {
    return parts
        .compliance()
        .nextGraceEnd()
        .map(end -> Duration.between(parts.clock().instant(), end).plusSeconds(1))
        .filter(wait -> wait.isPositive() && wait.compareTo(parts.config().compliance()) < 0);
  }

  private void told(boolean isNews) {
    if (isNews) {
      news.run();
    }
  }
}
