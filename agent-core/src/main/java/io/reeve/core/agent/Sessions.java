package io.reeve.core.agent;

import io.reeve.core.dm.PollSchedule;
import io.reeve.core.dm.SessionSetup;
import io.reeve.core.local.Views;
import io.reeve.core.local.Views.SyncRecord;
import io.reeve.store.History;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Management sessions, one at a time, and when they are due. Everything here is called on the
/// loop.
final class Sessions implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration PROBE_DEADLINE = Duration.ofSeconds(15);
  private static final Duration REST = Duration.ofMinutes(5);

  private final Parts parts;
  private final Loop loop;
  private final Branches branches;
  private final Confirmation confirmation;
  private final PuttingBack puttingBack;
  private final Runnable changed;
  private final PollSchedule schedule;
  private final Renewals renewals;
  private final Hints hints;
  private final SessionTls tls;
  private @Nullable SessionRun running;
  private @Nullable SessionRun farewell;
  private @Nullable CompletableFuture<Views.Unenrolled> departure;
  private String leaver = "";

  /// @param confirmation hears of every message and its answer
  /// @param puttingBack tries again what the end of an enrolment leaves
  /// @param changed what to do when something else may be wanted now
  Sessions(
      Parts parts,
      Loop loop,
      Branches branches,
      Confirmation confirmation,
      PuttingBack puttingBack,
      Runnable changed) {
    this.parts = parts;
    this.loop = loop;
    this.branches = branches;
    this.confirmation = confirmation;
    this.puttingBack = puttingBack;
    this.changed = changed;
    this.schedule = new PollSchedule(parts.store().notes(), parts.clock(), new SecureRandom());
    this.renewals = new Renewals(parts, loop);
    this.tls = new SessionTls(System::nanoTime, parts.clock());
    this.hints = new Hints(parts, loop, this::hinted);
  }

  /// A session asked for.
  ///
  /// @param isNew whether it was begun now, and not joined
  /// @param end as [SessionRun#end]
  record Begun(boolean isNew, CompletableFuture<SyncRecord> end) {}

  /// Begins a session. One that runs already hurries, and when it has ended well another follows:
  /// it may have asked for everything before the wish behind this call came up.
  Begun begin() {
    if (running != null) {
      running.hurry();
      return new Begun(false, running.end().thenCompose(this::another));
    }
    return new Begun(true, start(List.of(), true).end());
  }

  /// On the loop, where sessions end. All who have waited for the same session share the next.
  private CompletableFuture<SyncRecord> another(SyncRecord ended) {
    if (departure != null || parts.enrolment().current().isEmpty()) {
      return CompletableFuture.completedFuture(ended);
    }
    if (running != null) {
      running.hurry();
      return running.end();
    }
    return start(List.of(), true).end();
  }

  /// The service has something new.
  private Optional<CompletableFuture<SyncRecord>> hinted() {
    return departure != null || parts.enrolment().current().isEmpty()
        ? Optional.empty()
        : Optional.of(begin().end());
  }

  /// A session is due by itself.
  void due() {
    if (running == null && parts.enrolment().current().isPresent()) {
      start(List.of(), false);
    }
  }

  /// Whether a session is going on in which the service has answered.
  boolean isTalking() {
    return running != null && running.heard();
  }

  /// Tries to reach the service quickly, and without patience: somebody keeps trying.
  void probe() {
    var _ = check();
  }

  /// A session that shows whether the service is reached now; empty when this machine is not
  /// enrolled.
  Optional<CompletableFuture<?>> check() {
    if (parts.enrolment().current().isEmpty() || departure != null) {
      return Optional.empty();
    }
    var run = running == null ? start(List.of(), true) : running;
    run.urge(PROBE_DEADLINE);
    return Optional.of(run.end());
  }

  /// There is news that the service should hear at once.
  void news() {
    if (parts.daemon()) {
      due();
      soon();
    }
  }

  /// A renewal may be due. Never beside a session, which needs the certificate that is renewed.
  void renew() {
    if (running == null) {
      renewals.due(this::renewed);
    }
  }

  /// There is news for the service that should not wait for the schedule; but a device that always
  /// has news keeps quiet for a while between sessions.
  void soon() {
    if (!parts.daemon() || parts.enrolment().current().isEmpty()) {
      return;
    }
    var now = parts.clock().instant();
    var rested = SyncNote.read(parts.store().notes()).map(last -> last.at().plus(REST)).orElse(now);
    var at = rested.isAfter(now.plus(SOON)) ? rested : now.plus(SOON);
    if (next().filter(due -> due.isBefore(at)).isEmpty()) {
      loop.in(until(at), new Trigger.Poll());
    }
  }

  /// When the next session is due by the schedule; empty when this machine is not enrolled.
  Optional<Instant> next() {
    return parts.enrolment().current().map(account -> schedule.due(account.poll()));
  }

  /// Puts session and renewal into the timetable as the account wants them, or takes them out when
  /// there is none; listens for hints as it wants, too.
  void arrange() {
    if (parts.enrolment().current().isEmpty()) {
      schedule.forget();
    }
    if (parts.daemon()) {
      arrange(next(), new Trigger.Poll());
      arrange(renewals.next(), new Trigger.Renew());
      hints.arrange();
    }
  }

  private void arrange(Optional<Instant> due, Trigger trigger) {
    due.ifPresentOrElse(at -> loop.in(until(at), trigger), () -> loop.never(trigger));
  }

  private Duration until(Instant at) {
    var wait = Duration.between(parts.clock().instant(), at);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /// A session that is begun while a renewal is under way waits for its end.
  private SessionRun start(List<SessionSetup.Event> events, boolean impatient) {
    var run =
        new SessionRun(parts, loop, branches, confirmation, tls, events, impatient, this::over);
    running = run;
    if (!renewals.trying()) {
      run.start();
    }
    return run;
  }

  private void renewed() {
    if (running != null) {
      running.start();
    }
    arrange();
  }

  private void over(SessionRun run) {
    running = null;
    if (departure != null) {
      depart(departure, run);
      return;
    }
    var poll = parts.enrolment().account().poll();
    if (!schedule.due(poll).isAfter(parts.clock().instant())) {
      schedule.polled(poll);
    }
    arrange();
    changed.run();
    if (parts.enrolment().leaving()) {
      var _ = depart();
    } else if (parts.enrolment().renewalAsked()) {
      loop.post(new Trigger.Renew());
    }
  }

  /// Ends the enrolment if the service asked for it and no session is going on; the end of one that
  /// is does it, too.
  void leave() {
    if (running == null && parts.enrolment().leaving()) {
      var _ = depart();
    }
  }

  /// Ends the enrolment: after the session there is, the service hears of it in one of its own, and
  /// everything is put back. Best effort, no second try. Whoever asks while it is ending waits for
  /// the same end; meanwhile no other session and no renewal begins.
  CompletableFuture<Views.Unenrolled> depart() {
    if (departure != null) {
      return departure;
    }
    var end = new CompletableFuture<Views.Unenrolled>();
    departure = end;
    leaver = History.asker();
    if (running == null) {
      farewell();
    } else {
      running.hurry();
    }
    return end;
  }

  /// The end of the enrolment that is under way; empty when none is.
  Optional<CompletableFuture<Views.Unenrolled>> departure() {
    return Optional.ofNullable(departure);
  }

  private void farewell() {
    farewell = start(List.of(SessionSetup.Event.unenrolledByUser()), true);
  }

  private void depart(CompletableFuture<Views.Unenrolled> end, SessionRun run) {
    if (!run.equals(farewell)) {
      farewell();
      return;
    }
    departure = null;
    farewell = null;
    try {
      var by = parts.enrolment().endAskedBy().orElse(leaver);
      var left =
          History.askedBy(
              by, () -> Leaving.leave(parts, branches::endEscrow, puttingBack, run.heard()));
      arrange();
      changed.run();
      end.complete(left);
    } catch (RuntimeException e) {
      end.completeExceptionally(e);
      throw e;
    }
  }

  @Override
  public void close() {
    hints.close();
    var run = running;
    if (run != null) {
      run.hurry();
    }
  }
}
