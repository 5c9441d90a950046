package io.reeve.core.agent;

import io.reeve.core.reconcile.Lifeline;
import io.reeve.core.reconcile.Trial;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the time of changes on trial: they stay once the service has answered a message that was
/// sent after them, and are rolled back when none is answered in time. Messages go over connections
/// of their own, so an answer proves that a new one can be had. On the loop's thread.
///
/// The time is counted on a clock that never steps, and from anew after a restart, because nothing
/// tells how long the machine was off. An agent that is started again and again meanwhile rolls
/// back at once.
final class Confirmation implements Lifeline {
  private static final Logger LOG = LoggerFactory.getLogger(Confirmation.class);
  private static final String STARTS = "trial/starts";
  private static final int MOST_STARTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Parts parts;
  private final Loop loop;
  private final Supplier<Sessions> sessions;
  private final PuttingBack puttingBack;
  private long trials;
  private long proven;
  private Duration pause = FIRST_PAUSE;
  private boolean untold;
  private CompletableFuture<Boolean> end = CompletableFuture.completedFuture(true);

  /// @param puttingBack tries again what a rollback leaves
  Confirmation(Parts parts, Loop loop, PuttingBack puttingBack, Supplier<Sessions> sessions) {
    this.parts = parts;
    this.loop = loop;
    this.puttingBack = puttingBack;
    this.sessions = sessions;
  }

  private Trial trial() {
    return parts.reconciler().trial();
  }

  @Override
  public Standing standing() {
    if (parts.enrolment().current().isEmpty()) {
      return new Standing.Unknown("this machine is not enrolled");
    }
    if (sessions.get().isTalking()) {
      return new Standing.Reached(parts.config().confirm());
    }
    return SyncNote.read(parts.store().notes())
        .<Standing>map(last ->
            last.ok()
                ? new Standing.Reached(parts.config().confirm())
                : new Standing.Unknown("the last session with the service failed"))
        .orElseGet(() -> new Standing.Unknown("no session with the service has ended yet"));
  }

  /// A change that comes while another is on trial has the rest of its time: whatever keeps
  /// changing, a machine that is cut off is not so for longer.
  @Override
  public void onTrial() {
    trials++;
    if (end.isDone()) {
      arm();
    } else {
      loop.in(Duration.ZERO, new Trigger.Probe());
    }
  }

  private void arm() {
    end = new CompletableFuture<>();
    pause = FIRST_PAUSE;
    loop.in(parts.config().confirm(), new Trigger.Confirm());
    loop.in(Duration.ZERO, new Trigger.Probe());
  }

  /// After a start: what was on trial when the agent ended is so still.
  void resume() {
    report();
    if (!parts.daemon() || !trial().isOpen()) {
      return;
    }
    var notes = parts.store().notes();
    int starts = notes.get(STARTS).map(Integer::parseInt).orElse(0) + 1;
    notes.put(STARTS, Integer.toString(starts));
    if (starts > MOST_STARTS) {
      rollBack("the agent was started " + starts + " times before the service answered");
    } else {
      arm();
    }
  }

  /// A message is about to be sent.
  ///
  /// @return what to give to [#answered] when it is answered
  long sent() {
    return trials;
  }

  /// The service has answered a message, and proven itself by its certificate as we have by ours.
  ///
  /// @param sent what [#sent] gave for it: one that was sent before a change proves nothing of that
  ///   change. What came before was proven, so the time of the rest is its own
  void answered(long sent) {
    untold = false;
    if (!trial().isOpen()) {
      return;
    }
    if (sent == trials) {
      trial().confirm();
      LOG.info("the service answered: what was on trial stays");
      over(true);
    } else if (sent > proven) {
      proven = sent;
      loop.in(parts.config().confirm(), new Trigger.Confirm());
    }
  }

  /// A session has ended: if it did not reach the service, another one tries soon.
  void sessionOver() {
    if (!end.isDone()) {
      loop.in(pause, new Trigger.Probe());
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    } else if (untold) {
      sessions.get().soon();
    }
  }

  /// It is time to try to reach the service.
  void probe() {
    if (trial().isOpen()) {
      sessions.get().probe();
    }
  }

  /// The time is over.
  void expire() {
    if (trial().isOpen()) {
      rollBack(
          "the service did not answer within "
              + parts.config().confirm().toSeconds()
              + " s of the change");
    } else {
      over(true);
    }
  }

  private void rollBack(String reason) {
    LOG.warn("{}: what is on trial is rolled back", reason);
    var rolledBack = trial().rollBack(reason);
    if (rolledBack.isEmpty()) {
      LOG.error("the store takes nothing now; the rollback is tried again");
      loop.in(LONGEST_PAUSE, new Trigger.Confirm());
      return;
    }
    report();
    untold = true;
    over(false);
    puttingBack.leave(rolledBack.get().left());
    sessions.get().news();
  }

  private void over(boolean stays) {
    proven = trials;
    loop.never(new Trigger.Confirm());
    loop.never(new Trigger.Probe());
    parts.store().notes().remove(STARTS);
    end.complete(stays);
  }

  /// Puts what was rolled back and not told yet where the service hears of it.
  private void report() {
    var refusals = parts.store().refusals();
    var unreported = refusals.unreported();
    if (!unreported.isEmpty()) {
      parts
          .store()
          .transaction(() -> {
            RollbackReport.add(
                parts.store().outbox(), parts.catalog(), unreported, trial()::trouble);
            refusals.reported();
          });
    }
  }

  /// The end of what is on trial now: whether it stays. Empty when nothing is.
  Optional<CompletableFuture<Boolean>> pending() {
    return end.isDone() ? Optional.empty() : Optional.of(end);
  }
}
