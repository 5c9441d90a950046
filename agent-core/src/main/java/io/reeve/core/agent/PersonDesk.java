package io.reeve.core.agent;

import io.reeve.core.action.Going;
import io.reeve.core.action.Held;
import io.reeve.core.local.Views;
import io.reeve.core.person.GoodMoment;
import io.reeve.core.person.GoodMoment.Kind;
import io.reeve.core.person.GoodMoment.Waiting;
import io.reeve.core.person.Messages;
import io.reeve.core.person.Passing;
import io.reeve.core.person.PersonPolicy;
import io.reeve.core.person.PlannedRestart.Phase;
import io.reeve.core.person.RebootSchedule;
import io.reeve.core.person.Restarts;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.text.Refusal;
import io.reeve.store.History;
import io.reeve.store.Notes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Looks after the person at the machine: gives out what waits for a good moment, and sees to it
/// that somebody without a tray hears of it, too. What the system knows of them is asked beside the
/// loop; all else is on it.
final class PersonDesk {
  private static final String BY = "the agent, at a good moment";
  private static final String LOOKED = "person/looked";
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration OFTEN = Duration.ofSeconds(30);
  private static final Duration SELDOM = Duration.ofHours(1);

  private final Parts parts;
  private final Loop loop;
  private final Trays trays;
  private final Runnable changed;
  private final LongSupplier nanos;
  private final Restarts restarts;
  private final Messages messages;
  private final RebootSchedule schedule;
  private final Letters letters;
  private final Answers answers;
  private final WithoutTray withoutTray;
  private Optional<Passing> passing = Optional.empty();
  private Around around = Around.UNKNOWN;
  private boolean looking;

  /// @param trays who has one
  /// @param held what is held back
  /// @param going whether the machine goes down
  /// @param changed called when people have to know something else
  /// @param nanos a monotonic clock, as [System#nanoTime]
  PersonDesk(
      Parts parts,
      Loop loop,
      Trays trays,
      Supplier<Optional<Held>> held,
      Supplier<Optional<Going>> going,
      Runnable changed,
      LongSupplier nanos) {
    this.parts = parts;
    this.loop = loop;
    this.trays = trays;
    this.changed = changed;
    this.nanos = nanos;
    var store = parts.store();
    restarts = new Restarts(store.notes(), store.history());
    messages = new Messages(store.notes(), store.history(), parts.clock());
    schedule = new RebootSchedule(store.notes(), parts.clock(), this::soon);
    letters = new Letters(restarts, messages, held, going, store, parts.clock());
    answers = new Answers(restarts, letters, this::policy, changed, this::soon);
    withoutTray = new WithoutTray(parts.people(), loop, trays, letters, store.history());
  }

  Letters letters() {
    return letters;
  }

  /// The actions of this room.
  List<RemoteAction> actions() {
    return PersonActions.all(parts, restarts, messages, this::soon);
  }

  RebootSchedule schedule() {
    return schedule;
  }

  /// The agent begins.
  void resume() {
    restarts.resume(boot());
    overtaken();
    passing = Optional.of(Passing.resume(parts.store().notes(), LOOKED, parts.clock(), nanos));
    soon();
  }

  private void overtaken() {
    if (schedule.resume(boot(), now(), ZoneId.systemDefault())) {
      parts
          .store()
          .history()
          .add(
              "restarted",
              "the machine",
              "The restart that was due meanwhile is done: the machine was restarted.");
    }
  }

  private String boot() {
    return parts.boot().get().orElse("");
  }

  private PersonPolicy policy() {
    return PersonPolicy.of(parts.store().notes());
  }

  /// Something may have changed; on any thread.
  void soon() {
    loop.post(new Trigger.People());
  }

  /// Looks who is there, and goes on from that. Nothing is asked of the system while nothing waits.
  void look() {
    if (!parts.daemon() || looking) {
      return;
    }
    if (isIdle()) {
      arrange();
      changed.run();
      return;
    }
    looking = true;
    loop.aside(
        "reeve-people",
        () -> Around.look(parts.people(), trays),
        this::goOn,
        () -> goOn(around.unseen()));
  }

  private boolean isIdle() {
    return restarts.planned().isEmpty()
        && messages.isEmpty()
        && !letters.isPressing()
        && schedule.next(now(), ZoneId.systemDefault()).isEmpty();
  }

  private void goOn(Around seen) {
    looking = false;
    around = seen;
    try {
      goOn(seen, policy());
    } finally {
      arrange();
      changed.run();
    }
  }

  private void goOn(Around seen, PersonPolicy policy) {
    var passed = passing.map(Passing::take).orElse(Duration.ZERO);
    passing.ifPresent(each -> each.keep(parts.store().notes()));
    History.askedBy(
        BY,
        () -> {
          scheduled(policy);
          boolean _ = messages.after(passed, seen.presence(), policy);
          if (restarts.after(passed, seen.presence(), policy)) {
            Restarting.now(parts.actions(), restarts, policy);
          }
        });
    withoutTray.look(seen.here());
  }

  private void scheduled(PersonPolicy policy) {
    if (schedule.take(now(), ZoneId.systemDefault(), policy.lastWarning())) {
      restarts.plan(boot(), "", Duration.ZERO, 0);
    }
  }

  private void arrange() {
    loop.in(next(), new Trigger.People());
  }

  private Duration next() {
    var planned = restarts.planned();
    if (planned.filter(each -> each.phase() == Phase.WARNED).isPresent()) {
      return SOON;
    }
    boolean waiting = messages.all().stream().anyMatch(each -> !each.released());
    var usual = planned.isPresent() || waiting || letters.isPressing() ? OFTEN : SELDOM;
    return schedule
        .next(now(), ZoneId.systemDefault())
        .map(at -> Duration.between(now(), at.minus(policy().lastWarning())))
        .map(until -> until.isNegative() ? OFTEN : until.plusSeconds(1))
        .filter(until -> until.compareTo(usual) < 0)
        .orElse(usual);
  }

  private Instant now() {
    return parts.clock().instant();
  }

  /// Somebody answers a letter, or chooses from the menu.
  ///
  /// @param user by the kernel's word
  /// @param letter its id; [io.reeve.core.text.LetterText#MENU] for the menu
  /// @return why nothing was done; empty when it was
  Optional<Refusal> answer(String user, String letter, String button) {
    return answers.answer(around, user, letter, button);
  }

  /// Gives up the restart that is planned.
  Optional<String> cancel() {
    var was = restarts.cancel();
    was.ifPresent(_ -> {
      parts.store().history().add("cancelled", "the machine", "The planned restart is given up.");
      soon();
    });
    return was.map(_ -> "the planned restart");
  }

  /// What is planned, for people.
  Optional<Views.PlannedRestart> planned() {
    return restarts.planned().map(each -> Letters.view(each, around.presence(), policy()));
  }

  /// Whether a scan is better done later.
  Optional<String> againstScan(Duration waited, Duration allowed) {
    return GoodMoment.against(
            Kind.SCAN,
            Around.look(parts.people(), trays).presence(),
            policy(),
            new Waiting(waited, allowed))
        .map(reason -> reason.name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  /// The enrolment has ended: nothing of the organisation's waits any more.
  static void forget(Notes notes) {
    PersonPolicy.forget(notes);
    Restarts.forget(notes);
    Messages.forget(notes);
    RebootSchedule.forget(notes);
    InstallCourtesy.forget(notes);
  }
}
