package io.reeve.core.agent;

import io.reeve.core.action.Held;
import io.reeve.core.desk.People.Person;
import io.reeve.core.desk.Presence;
import io.reeve.core.local.LocalServer;
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
import io.reeve.core.text.LetterText;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.History;
import io.reeve.store.Notes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after the person at the machine: gives out what waits for a good moment, and sees to it
/// that somebody without a tray hears of it, too. What the system knows of them is asked beside the
/// loop; all else is on it.
final class PersonDesk {
  /// The platform's own action that restarts the machine, with the minutes until then.
  static final OmaUri RESTART = OmaUri.parse("./Device/Vendor/MSFT/Reboot/RebootNow");

  private static final Logger LOG = LoggerFactory.getLogger(PersonDesk.class);
  private static final String BY = "the agent, at a good moment";
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
  private final WithoutTray withoutTray;
  private Optional<Passing> passing = Optional.empty();
  private Around around = new Around(List.of(), Presence.here());
  private boolean looking;

  /// Who is there, and what they do.
  private record Around(List<Person> here, Presence presence) {}

  /// @param trays who has one
  /// @param held what is held back
  /// @param changed called when people have to know something else
  /// @param nanos a monotonic clock, as [System#nanoTime]
  PersonDesk(
      Parts parts,
      Loop loop,
      Trays trays,
      Supplier<Optional<Held>> held,
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
    letters = new Letters(restarts, messages, held, store.notes(), parts.clock());
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
    passing = Optional.of(Passing.resume(parts.store().notes(), parts.clock(), nanos));
    soon();
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
    loop.aside("reeve-people", this::observe, this::goOn, this::unseen);
  }

  private boolean isIdle() {
    return restarts.planned().isEmpty()
        && messages.isEmpty()
        && letters.held().isEmpty()
        && schedule.next(now(), ZoneId.systemDefault()).isEmpty();
  }

  private Around observe() {
    var here = new ArrayList<Person>();
    try {
      here.addAll(parts.people().here());
    } catch (IOException e) {
      LOG.debug("who is logged in cannot be told: {}", e.getMessage());
    }
    return new Around(here, trays.with(parts.people().presence(), here, LocalServer.UNNAMED));
  }

  /// Nothing could be learned, by a defect: it goes on with what was known, and as if somebody were
  /// there, who is then asked and warned.
  private void unseen() {
    var known = around.presence();
    var presence =
        new Presence(known.doing(), Presence.Attention.HERE, known.power(), known.metered());
    goOn(new Around(around.here(), presence));
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
            restart(policy);
          }
        });
    withoutTray.look(seen.here());
  }

  private void scheduled(PersonPolicy policy) {
    if (schedule.take(now(), ZoneId.systemDefault(), policy.lastWarning())) {
      restarts.plan(boot(), "", Duration.ZERO, 0);
    }
  }

  private void restart(PersonPolicy policy) {
    var action = parts.actions().stream().filter(each -> each.uri().equals(RESTART)).findFirst();
    try {
      var result =
          action.isEmpty()
              ? new RemoteAction.Result.Refused("this system cannot be restarted from here")
              : action.get().run(Value.of("0"));
      if (result instanceof RemoteAction.Result.Refused(String reason)) {
        restarts.failed(reason, policy);
      } else {
        restarts.begun();
      }
    } catch (IOException e) {
      restarts.failed(Trouble.message(e), policy);
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
    var usual = planned.isPresent() || waiting || letters.held().isPresent() ? OFTEN : SELDOM;
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

  /// Somebody answers a letter, or chooses from the menu. Only who works at the screen has a say in
  /// a restart, or whoever is logged in where nobody does.
  ///
  /// @param user by the kernel's word
  /// @param letter its id; [LetterText#MENU] for the menu
  /// @return why nothing was done; empty when it was
  String answer(String user, String letter, String button) {
    var refusal =
        switch (button) {
          case LetterText.SEEN -> {
            letters.seen(letter, user);
            yield "";
          }
          case LetterText.LATER -> objection(user, letter).orElseGet(this::postpone);
          case LetterText.NOW -> objection(user, letter).orElseGet(() -> hurry(user));
          default -> "there is no button '" + button + "'";
        };
    if (button.equals(LetterText.SEEN)) {
      changed.run();
    } else {
      soon();
    }
    return refusal;
  }

  private String postpone() {
    return restarts.postpone(policy()) ? "" : "the restart cannot be put off any more";
  }

  private String hurry(String user) {
    var users = around.here().stream().map(Person::user).distinct().toList();
    boolean alone =
        user.equals(LocalServer.UNNAMED) ? users.size() < 2 : List.of(user).equals(users);
    return restarts.hurry(!alone, policy()) ? "" : "no restart is planned";
  }

  private Optional<String> objection(String user, String letter) {
    if (!letter.equals(LetterText.MENU) && !letters.isRestart(letter)) {
      return Optional.of("this notice is out of date; the menu shows how things stand");
    }
    var here = around.here();
    var atScreen = here.stream().filter(each -> each.atScreen() && each.active()).toList();
    boolean known =
        user.equals(LocalServer.UNNAMED)
            || (atScreen.isEmpty() ? here : atScreen)
                .stream().anyMatch(person -> person.user().equals(user));
    return known
        ? Optional.empty()
        : Optional.of(
            "only somebody who is logged in here, at the screen where anybody is, decides on a restart");
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
    return restarts.planned().map(each -> letters.view(each, around.presence(), policy()));
  }

  /// Whether a scan is better done later.
  Optional<String> againstScan(Duration waited, Duration allowed) {
    return GoodMoment.against(
            Kind.SCAN, parts.people().presence(), policy(), new Waiting(waited, allowed))
        .map(reason -> reason.name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  /// The enrolment has ended: nothing of the organisation's waits any more.
  static void forget(Notes notes) {
    PersonPolicy.forget(notes);
    Restarts.forget(notes);
    Messages.forget(notes);
    RebootSchedule.forget(notes);
  }
}
