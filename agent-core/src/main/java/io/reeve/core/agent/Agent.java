package io.reeve.core.agent;

import io.reeve.core.action.ActionBranch;
import io.reeve.core.action.AgentAction;
import io.reeve.core.compliance.ComplianceBranch;
import io.reeve.core.compliance.Gathering;
import io.reeve.core.local.AgentService;
import io.reeve.core.reconcile.DriftWatch;
import io.reeve.core.reconcile.Repair;
import io.reeve.core.spi.RemoteAction;
import io.reeve.enroll.KeyHomeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An agent at work: its loop, and what that does with each trigger.
final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final Duration QUIET = Duration.ofMillis(50);

  /// After the start, when the first sweep is over.
  private static final Duration SETTLED = Duration.ofSeconds(5);

  final Parts parts;
  final Loop loop = new Loop(new Timetable(System::nanoTime), this::handle);
  final Sessions sessions;
  private final Optional<DriftWatch> watch;

  Agent(Parts parts) {
    this.parts = parts;
    var judge = (Runnable) () -> loop.post(new Trigger.Judge());
    var branches =
        new Branches(
            parts,
            new ActionBranch(actions(), parts.runner()),
            new ComplianceBranch(parts.compliance(), judge));
    sessions = new Sessions(parts, loop, branches, this::watchFiles);
    watch = parts.daemon() ? watcher() : Optional.empty();
  }

  /// Without a watcher the sweep finds what changed, only later.
  private Optional<DriftWatch> watcher() {
    try {
      return Optional.of(new DriftWatch(QUIET, new Drift()));
    } catch (IOException e) {
      LOG.warn("changes of files are found by the sweep only: {}", Trouble.message(e));
      return Optional.empty();
    }
  }

  private List<RemoteAction> actions() {
    var actions = new ArrayList<>(parts.actions());
    actions.add(
        new AgentAction("CheckCompliance", "judging", () -> loop.post(new Trigger.Judge())));
    actions.add(
        new AgentAction(
            "ReportInventory",
            "reading",
            () -> {
              parts.report().forget();
              loop.post(new Trigger.Report());
            }));
    actions.add(new AgentAction("Sweep", "looking", () -> loop.post(new Trigger.Sweep())));
    return actions;
  }

  /// Begins: first what a crash left, then what is due.
  void start() {
    loop.start();
    loop.ask(() -> {
      boot();
      return true;
    });
  }

  private void boot() {
    parts
        .store()
        .setAside()
        .ifPresent(damaged -> LOG.warn("the store was damaged and is kept as {}", damaged.file()));
    parts.reconciler().recover().forEach(done -> LOG.warn("after a crash: {}", done));
    parts.runner().recover();
    forgetHalfAnEnrolment();
    if (parts.daemon()) {
      loop.in(Duration.ZERO, new Trigger.Sweep());
      loop.in(SETTLED, new Trigger.Judge());
      loop.in(SETTLED, new Trigger.Report());
      sessions.arrange();
      if (parts.enrolment().leaving()) {
        var _ = sessions.depart();
      }
    }
  }

  /// The process ended between the installation of a key and the account that goes with it.
  private void forgetHalfAnEnrolment() {
    try {
      if (parts.enrolment().current().isEmpty() && parts.keys().identity().isPresent()) {
        LOG.warn("removing the key of an enrolment that was cut off");
        parts.keys().forget();
      }
    } catch (KeyHomeException e) {
      LOG.warn("{} ({})", e.getMessage(), e.hint());
    }
  }

  private void handle(Trigger trigger) {
    switch (trigger) {
      case Trigger.Poll() -> sessions.due();
      case Trigger.Drift(Set<Path> files) -> drifted(parts.reconciler().check(files));
      case Trigger.Sweep() -> {
        drifted(parts.reconciler().sweep());
        loop.in(parts.config().sweep(), new Trigger.Sweep());
      }
      case Trigger.Judge() -> judge();
      case Trigger.Report() -> report();
      case Trigger.Renew() -> sessions.renew();
      case Trigger.Ask(Runnable work) -> work.run();
    }
  }

  private void drifted(List<Repair> repairs) {
    if (!repairs.isEmpty()) {
      DriftReport.add(parts.store().outbox(), repairs);
      loop.post(new Trigger.Judge());
    }
    watchFiles();
  }

  /// Watches the files of everything that is wanted now.
  private void watchFiles() {
    watch.ifPresent(watcher -> watcher.watch(parts.reconciler().files()));
  }

  /// Judges in three steps, so that a slow query delays nothing.
  private void judge() {
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

  private void report() {
    if (parts.enrolment().current().isPresent()) {
      loop.aside(
          "reeve-report",
          parts.report()::collect,
          collected -> told(parts.store().transaction(() -> parts.report().record(collected)) > 0));
    }
    if (parts.daemon()) {
      loop.in(parts.config().inventory(), new Trigger.Report());
    }
  }

  private void told(boolean news) {
    if (news) {
      sessions.soon();
    }
  }

  /// What anyone at the machine may ask.
  AgentService service() {
    return new FrontDesk(parts, loop, sessions);
  }

  /// Completes when the agent has ended.
  CompletableFuture<Void> end() {
    return loop.end();
  }

  @Override
  public void close() {
    watch.ifPresent(Agent::end);
    sessions.close();
    loop.close();
    parts.close();
  }

  private static void end(DriftWatch watcher) {
    try {
      watcher.close();
    } catch (IOException e) {
      LOG.warn("the watcher of files did not end well: {}", Trouble.message(e));
    }
  }

  /// Enqueues what the watcher sees.
  private final class Drift implements DriftWatch.Listener {
    @Override
    public void changed(Set<Path> files) {
      loop.post(new Trigger.Drift(files));
    }

    @Override
    public void uncertain() {
      loop.post(new Trigger.Sweep());
    }
  }
}
