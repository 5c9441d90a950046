package io.reeve.core.agent;

import io.reeve.core.compliance.ComplianceBranch;
import io.reeve.core.escrow.Escrow;
import io.reeve.core.escrow.LocalAdministrator;
import io.reeve.core.local.AgentService;
import io.reeve.core.local.Json;
import io.reeve.core.local.Views;
import io.reeve.core.local.Views.SyncRecord;
import io.reeve.core.reconcile.Repair;
import io.reeve.core.tree.PreviewBranch;
import io.reeve.enroll.KeyHomeException;
import io.reeve.policy.Authority;
import io.reeve.policy.ProblemsException;
import io.reeve.policy.WishList;
import io.reeve.store.History;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An agent at work: its loop, and what that does with each trigger.
final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  private static final String DRIFT = "the agent, after a change";

  /// After the start, when the first sweep is over.
  private static final Duration SETTLED = Duration.ofSeconds(5);

  final Parts parts;
  final Loop loop;
  final Sessions sessions;
  final Confirmation confirmation;
  private final PuttingBack puttingBack;
  private final Watching watching;
  private final RemoteActions actions;
  private final LocalAdministrator administrator;
  private final PersonDesk person;
  private final Reception reception;
  private final Scan scan;
  private final Reporting reporting;
  private final AgentService desk;
  private final AgentService openDesk;
  private final ZeroTouch zeroTouch;
  private final Leftovers leftovers = Leftovers.ofThisProcess();

  Agent(Parts parts) {
    this(parts, System::nanoTime);
  }

  /// @param nanos a monotonic clock, as [System#nanoTime]
  Agent(Parts parts, LongSupplier nanos) {
    this.parts = parts;
    loop = new Loop(new Timetable(nanos), this::handle);
    var trays = parts.trays();
    person =
        new PersonDesk(
            parts,
            loop,
            trays,
            () -> actions().held(),
            () -> actions().going(),
            () -> reception().ring(),
            nanos);
    var escrow = new Escrow(parts.store(), this::tellNow, parts.clock());
    administrator =
        new LocalAdministrator(
            parts.accounts(), escrow, parts.store().notes(), parts.clock(), nanos);
    var own = new ArrayList<>(person.actions());
    own.addAll(
        new OwnActions(
                parts, loop, administrator, this::service, this::leave, this::repair, person::soon)
            .all());
    actions =
        new RemoteActions(parts, loop, own, () -> sessions().news(), () -> sessions().check());
    var judge = (Runnable) () -> loop.post(new Trigger.Judge());
    var branches =
        new Branches(
            parts,
            actions,
            escrow,
            administrator,
            new ComplianceBranch(parts.compliance(), judge),
            new PreviewBranch(this::preview),
            person);
    watching = new Watching(parts, loop);
    puttingBack = new PuttingBack(parts.reconciler().trial(), loop);
    confirmation = new Confirmation(parts, loop, puttingBack, this::sessions);
    sessions = new Sessions(parts, loop, branches, confirmation, puttingBack, this::sessionOver);
    reporting = new Reporting(parts, loop, sessions::soon);
    parts.reconciler().guard(confirmation);
    scan = new Scan(parts, loop, person, sessions::soon);
    reception = new Reception(parts, sessions, actions, person, trays);
    desk = desk(service -> Examination.thorough(parts, loop, sessions, service));
    openDesk = desk(service -> Examination.sparing(parts, loop, sessions, service, nanos));
    var file = new EnrolmentFile(parts.enrolmentFile(), parts.state());
    zeroTouch = new ZeroTouch(file, parts, loop, desk::enroll);
  }

  private AgentService desk(Function<AgentService, Examination> examination) {
    return new FrontDesk(parts, loop, sessions, confirmation, reception, this::repair, examination);
  }

  /// What the service would change.
  private String preview(String document) throws ProblemsException {
    var wish = WishList.parse(parts.catalog(), document);
    return Json.line(new Wishing(parts).preview(Authority.SERVICE, wish));
  }

  private void tellNow() {
    loop.post(new Trigger.Ask(actions::tellNow));
  }

  private Sessions sessions() {
    return sessions;
  }

  private void sessionOver() {
    watching.renew();
    confirmation.sessionOver();
    loop.post(new Trigger.Scripts());
    if (parts.daemon() && SyncNote.read(parts.store().notes()).filter(SyncRecord::ok).isPresent()) {
      administrator.look(due -> actions.start(due, "the agent, by the password's age"));
    }
    loop.in(Leftovers.QUIET, new Trigger.Rest());
  }

  /// In a session it is done when that is over; when it was held back there may be none.
  private void leave() {
    parts.enrolment().unenroll();
    var by = History.asker();
    loop.post(new Trigger.Ask(() -> History.askedBy(by, sessions::leave)));
  }

  private RemoteActions actions() {
    return actions;
  }

  private Reception reception() {
    return reception;
  }

  /// Begins: first what a crash left, then what is due.
  void start() {
    loop.start();
    loop.ask(() -> {
      History.askedBy("the agent, at its start", this::boot);
      return true;
    });
  }

  private void boot() {
    parts
        .store()
        .setAside()
        .ifPresent(damaged -> LOG.warn("the store was damaged and is kept as {}", damaged.file()));
    parts.reconciler().recover().forEach(done -> LOG.warn("after a crash: {}", done));
    administrator.recover(actions.cutOff());
    actions.recover();
    person.resume();
    confirmation.resume();
    sweepStage();
    forgetHalfAnEnrolment();
    if (parts.daemon()) {
      loop.in(Duration.ZERO, new Trigger.Sweep());
      loop.in(SETTLED, new Trigger.Judge());
      loop.in(SETTLED, new Trigger.Report());
      loop.in(SETTLED, new Trigger.Scripts());
      loop.in(Duration.ZERO, new Trigger.ZeroTouch());
      sessions.arrange();
      if (parts.enrolment().leaving()) {
        var _ = sessions.depart();
      }
    }
  }

  private void sweepStage() {
    try {
      parts.stage().sweep();
    } catch (IOException e) {
      LOG.warn("what a preview left cannot be removed: {}", Trouble.message(e));
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
    work(trigger);
    reception.look();
    leftovers.lookInBetween();
  }

  private void work(Trigger trigger) {
    switch (trigger) {
      case Trigger.Poll() -> sessions.due();
      case Trigger.Drift(Set<Path> files) ->
          History.askedBy(DRIFT, () -> drifted(parts.reconciler().check(files)));
      case Trigger.Look(String mechanism) -> {
        watching.taken(trigger);
        History.askedBy(
            DRIFT, () -> drifted(parts.reconciler().check(mechanism, watching.by(mechanism))));
      }
      case Trigger.Rewatch() -> watching.renew();
      case Trigger.Sweep() -> History.askedBy("the agent, at its sweep", this::sweep);
      case Trigger.Judge() -> reporting.judge();
      case Trigger.Report() -> scan.report();
      case Trigger.Renew() -> sessions.renew();
      case Trigger.Probe() -> confirmation.probe();
      case Trigger.Confirm() -> {
        History.askedBy("the agent, without an answer of the service", confirmation::expire);
        watching.renew();
      }
      case Trigger.PutBack() ->
          History.askedBy("the agent, which puts back what is left", puttingBack::again);
      case Trigger.Scripts() -> History.askedBy("the agent, by its schedule", reporting::remedy);
      case Trigger.ZeroTouch() ->
          History.askedBy("the file " + parts.enrolmentFile(), zeroTouch::look);
      case Trigger.Release() -> actions.release();
      case Trigger.Rest() -> leftovers.look();
      case Trigger.People() -> person.look();
      case Trigger.Ask(Runnable work) -> work.run();
    }
  }

  private void sweep() {
    loop.post(new Trigger.Scripts());
    watching.taken(new Trigger.Sweep());
    loop.in(Leftovers.QUIET, new Trigger.Rest());
    loop.in(parts.config().sweep(), new Trigger.Sweep());
    actions.look();
    drifted(parts.reconciler().sweep());
  }

  /// An administrator asks for it, so what is contested is fought for again.
  ///
  /// @return how many places were put right
  int repair() {
    var repairs = parts.reconciler().repair();
    drifted(repairs);
    return Math.toIntExact(repairs.stream().filter(Repair::repaired).count());
  }

  private void drifted(List<Repair> repairs) {
    if (!repairs.isEmpty()) {
      DriftReport.add(parts.store().outbox(), parts.catalog(), repairs);
      loop.post(new Trigger.Judge());
    }
    watching.renew();
  }

  /// What an administrator may ask.
  AgentService service() {
    return desk;
  }

  /// What anyone at the machine may ask.
  AgentService openService() {
    return openDesk;
  }

  /// Puts the machine back as it was, and goes on wanting what is wanted: the next start holds it
  /// again. The last thing this agent does.
  Views.Released release() {
    return loop.ask(() -> History.askedBy("the removal of the program", this::releaseNow));
  }

  private Views.Released releaseNow() {
    var withdrawal = parts.reconciler().release();
    var left =
        withdrawal.left().stream().map(place -> place.address() + ": " + place.reason()).toList();
    parts
        .store()
        .history()
        .add(
            "released",
            "",
            "%d settings were put back as they were before; the next start holds them again."
                .formatted(withdrawal.settings()));
    return new Views.Released(withdrawal.restored(), left);
  }

  /// How long the loop has been at work on what it does now; zero when it waits.
  Duration busy() {
    return loop.busy();
  }

  /// Completes when the agent has ended.
  CompletableFuture<Void> end() {
    return loop.end();
  }

  @Override
  public void close() {
    reception.close();
    sessions.close();
    loop.close();
    watching.close();
    parts.close();
  }
}
