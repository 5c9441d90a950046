package io.reeve.core.agent;

import io.reeve.core.action.ActionBranch;
import io.reeve.core.action.ActionRunner;
import io.reeve.core.action.AgentAction;
import io.reeve.core.compliance.ComplianceBranch;
import io.reeve.core.compliance.ComplianceKeeper;
import io.reeve.core.inventory.MachineFacts;
import io.reeve.core.inventory.InventoryReport;
import io.reeve.core.inventory.Tables;
import io.reeve.core.local.AgentFactory.Place;
import io.reeve.core.local.AgentService;
import io.reeve.core.reconcile.DriftWatch;
import io.reeve.core.reconcile.Reconciler;
import io.reeve.core.reconcile.Repair;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Platform;
import io.reeve.core.spi.RemoteAction;
import io.reeve.enroll.DeviceKeys;
import io.reeve.enroll.Exchange;
import io.reeve.enroll.KeyHomeException;
import io.reeve.policy.Catalog;
import io.reeve.policy.OmaUri;
import io.reeve.store.LocalStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agent put together: the only place that knows every part, and what the loop does with each
/// trigger.
final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  /// After the start, when the first sweep is over.
  private static final Duration SETTLED = Duration.ofSeconds(5);

  private static final Duration QUIET = Duration.ofMillis(50);

  final Catalog catalog;
  final Platform platform;
  final LocalStore store;
  final Enrolment enrolment;
  final Reconciler reconciler;
  final Tables tables;
  final MachineFacts facts;
  final InventoryReport report;
  final ComplianceKeeper compliance;
  final Sessions sessions;
  final Exchange exchange;
  final DeviceKeys keys;
  final Clock clock;
  final Place place;
  final boolean daemon;
  private final AgentConfig config;
  private final ActionRunner runner;
  private final Timetable timetable = new Timetable(System::nanoTime);
  private final Loop loop = new Loop(timetable, this::handle);
  private final Optional<DriftWatch> watch;

  /// @param daemon whether it watches and keeps its timetable; else it only does what it is asked
  Agent(Place place, Platform platform, Exchange exchange, Clock clock, boolean daemon) {
    this.place = place;
    this.platform = platform;
    this.exchange = exchange;
    this.clock = clock;
    this.daemon = daemon;
    config = AgentConfig.read(place.state().resolve("agent.json"));
    keys = KeyHomes.open(config.keys(), place.state().resolve("keys.p12"));
    store = LocalStore.open(place.state().resolve("reeve.db"), clock);
    catalog = Catalog.load();
    var host = new Host(place.root(), platform.commands(), clock);
    enrolment = new Enrolment(store, keys);
    reconciler = new Reconciler(catalog, platform.name(), platform.mechanisms(host), store, clock);
    tables = Tables.of(platform.tables(host), config.tableDeadline());
    facts = new MachineFacts(tables, clock);
    report = new InventoryReport(tables, store.notes(), store.outbox());
    compliance =
        new ComplianceKeeper(
            store.notes(), store.outbox(), reconciler, this::places, tables, catalog, clock);
    runner = new ActionRunner(store.notes(), store.outbox(), clock);
    var branches =
        new Branches(
            this,
            new ActionBranch(actions(host), runner),
            new ComplianceBranch(compliance, () -> loop().post(new Trigger.Judge())));
    sessions = new Sessions(this, branches);
    watch = daemon ? watcher() : Optional.empty();
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

  private List<RemoteAction> actions(Host host) {
    var actions = new ArrayList<>(platform.actions(host));
    actions.add(
        new AgentAction("CheckCompliance", "judging", () -> loop().post(new Trigger.Judge())));
    actions.add(
        new AgentAction(
            "ReportInventory",
            "reading",
            () -> {
              report.forget();
              loop().post(new Trigger.Report());
            }));
    actions.add(new AgentAction("Sweep", "looking", () -> loop().post(new Trigger.Sweep())));
    return actions;
  }

  private String places(OmaUri uri) {
    return reconciler.setting(uri.toString()).stream()
        .flatMap(status -> status.places().stream())
        .map(place -> place.address().toString())
        .collect(Collectors.joining("; "));
  }

  Loop loop() {
    return loop;
  }

  Timetable timetable() {
    return timetable;
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
    store
        .setAside()
        .ifPresent(damaged -> LOG.warn("the store was damaged and is kept as {}", damaged.file()));
    reconciler.recover().forEach(done -> LOG.warn("after a crash: {}", done));
    runner.recover();
    forgetHalfAnEnrolment();
    if (daemon) {
      timetable.in(Duration.ZERO, new Trigger.Sweep());
      timetable.in(SETTLED, new Trigger.Judge());
      timetable.in(SETTLED, new Trigger.Report());
      sessions.arrange();
      if (enrolment.leaving()) {
        var _ = sessions.depart();
      }
    }
  }

  /// The process ended between the installation of a key and the account that goes with it.
  private void forgetHalfAnEnrolment() {
    try {
      if (enrolment.current().isEmpty() && keys.identity().isPresent()) {
        LOG.warn("removing the key of an enrolment that was cut off");
        keys.forget();
      }
    } catch (KeyHomeException e) {
      LOG.warn("{} ({})", e.getMessage(), e.hint());
    }
  }

  private void handle(Trigger trigger) {
    switch (trigger) {
      case Trigger.Poll() -> sessions.due();
      case Trigger.Drift(Set<Path> files) -> drifted(reconciler.check(files));
      case Trigger.Sweep() -> {
        drifted(reconciler.sweep());
        timetable.in(config.sweep(), new Trigger.Sweep());
      }
      case Trigger.Judge() -> judge();
      case Trigger.Report() -> report();
      case Trigger.Renew() -> sessions.renew();
      case Trigger.Ask(Runnable work) -> work.run();
    }
  }

  private void drifted(List<Repair> repairs) {
    if (!repairs.isEmpty()) {
      DriftReport.add(store.outbox(), repairs);
      loop.post(new Trigger.Judge());
    }
    watchFiles();
  }

  /// Watches the files of everything that is wanted now.
  void watchFiles() {
    watch.ifPresent(watcher -> watcher.watch(reconciler.files()));
  }

  /// Judges in three steps, so that a slow query delays nothing.
  private void judge() {
    compliance
        .begin()
        .ifPresent(gathering ->
            aside("reeve-judge", gathering::gather, found -> told(compliance.finish(found))));
    if (daemon) {
      timetable.in(untilJudged(), new Trigger.Judge());
    }
  }

  /// Until the next judgement without a reason: the schedule's, or sooner when a grace period ends.
  private Duration untilJudged() {
    return compliance
        .nextGraceEnd()
        .map(end -> Duration.between(clock.instant(), end).plusSeconds(1))
        .filter(wait -> wait.isPositive() && wait.compareTo(config.compliance()) < 0)
        .orElse(config.compliance());
  }

  private void report() {
    if (enrolment.current().isPresent()) {
      aside(
          "reeve-report",
          report::collect,
          collected -> told(store.transaction(() -> report.record(collected)) > 0));
    }
    if (daemon) {
      timetable.in(config.inventory(), new Trigger.Report());
    }
  }

  private void told(boolean news) {
    if (news) {
      sessions.soon();
    }
  }

  /// Does slow work on a thread of its own and its end on the loop. A defect in the work is logged
  /// and there is no end.
  <T> void aside(String name, Callable<T> work, Consumer<T> end) {
    Thread.ofVirtual()
        .name(name)
        .start(() -> {
          try {
            var done = work.call();
            loop.post(new Trigger.Ask(() -> end.accept(done)));
          } catch (Exception | Error e) {
            LOG.error("a defect ended {}", name, e);
          }
        });
  }

  /// What anyone at the machine may ask.
  AgentService service() {
    return new FrontDesk(this);
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
    tables.close();
    store.close();
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
