package io.reeve.core.action;

import io.reeve.core.action.ActionNote.State;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.RemoteAction.Result;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.History;
import io.reeve.store.LocalStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs each command of the service at most once: that it begins is durable before it begins, and
/// how it ended before it is told. A command that comes again gets the answer it got the first
/// time. Used on the loop's thread only.
///
/// A destructive action passes the [Guard]: it is held back, one at a time, and until its time has
/// come it can be cancelled. What ends later than the answer to its command is told by an alert.
public final class ActionRunner {
  /// The alert that tells the service how an action goes that was not answered at once: JSON with
  /// `command`, `state` (`held`, `started`, `done`, `refused` or `failed`) and `text`.
  public static final String ALERT = "Reversed-Domain-Name:io.reeve.action";

  private static final Logger LOG = LoggerFactory.getLogger(ActionRunner.class);

  private final Logbook book;
  private final Recovery recovery;
  private final Farewell farewell;
  private final Gate gate;
  private final Aside aside;
  private final Runnable changed;
  private final Supplier<String> boot;

  /// @param store where begun and ended actions are kept, where people read of them, and from where
  ///   the service is told
  /// @param guard decides about destructive actions
  /// @param aside does what takes long
  /// @param changed called when the service has to be told something: what is held back may be
  ///   another then
  /// @param boot tells this boot of the machine from others; empty where that is not known
  /// @param clock stamps them
  public ActionRunner(
      LocalStore store,
      Guard guard,
      Aside aside,
      Runnable changed,
      Supplier<String> boot,
      Clock clock) {
    this(store, guard, aside, changed, boot, clock, System::nanoTime);
  }

  /// @param nanos a monotonic clock, as [System#nanoTime]
  ActionRunner(
      LocalStore store,
      Guard guard,
      Aside aside,
      Runnable changed,
      Supplier<String> boot,
      Clock clock,
      LongSupplier nanos) {
    this.book = new Logbook(store, clock);
    this.recovery = new Recovery(book, boot, nanos);
    this.farewell = new Farewell(book, aside, changed);
    this.gate = new Gate(store, book, guard);
    this.aside = aside;
    this.changed = changed;
    this.boot = boot;
  }

  /// Runs the action unless this command has run before.
  ///
  /// @param id names the command for ever
  public Run run(String id, RemoteAction action, Value argument) {
    var before = book.get(id);
    if (before.isPresent()) {
      LOG.info("{} was asked for before; it is not run again", action.uri());
      return before.get().recall();
    }
    var note = note(action);
    var crowd = book.crowd(note);
    if (crowd.isPresent()) {
      return book.end(id, note, new Run.Refused(crowd.get()), true);
    }
    if (action.isDestructive()) {
      return guarded(id, action, argument);
    }
    begin(id, note, action, argument);
    return perform(id, note, action, argument, true);
  }

  /// Runs an action that no command has asked for; its end is told by an alert. Nothing happens
  /// while too much is done. Never a destructive one, which would pass no guard.
  public void start(RemoteAction action) {
    var note = note(action);
    var crowd = book.crowd(note);
    if (crowd.isPresent()) {
      LOG.warn("{} is not begun now: {}", action.uri(), crowd.get());
      return;
    }
    var id = "agent-" + UUID.randomUUID();
    begin(id, note, action, Value.absent());
    var _ = perform(id, note, action, Value.absent(), false);
  }

  private ActionNote note(RemoteAction action) {
    return new ActionNote(
        State.BEGUN,
        book.now(),
        action.uri().toString(),
        "",
        action.isDestructive(),
        action.isRoutine(),
        History.asker());
  }

  private Run guarded(String id, RemoteAction action, Value argument) {
    var note = note(action);
    var answer = gate.stops(id, note, action, argument, () -> begin(id, note, action, argument));
    if (answer.isPresent()) {
      changed.run();
      return answer.get();
    }
    return perform(id, note, action, argument, true);
  }

  /// What is held back.
  public Optional<Held> held() {
    return book.underWay().entrySet().stream()
        .filter(entry -> entry.getValue().state() == State.HELD)
        .map(ActionRunner::held)
        .findFirst();
  }

  /// What ends the machine at a time that is set; of several the one that was asked for last, for
  /// the system knows one only.
  ///
  /// @param which the addresses of what can
  public Optional<Going> going(List<OmaUri> which) {
    return book.underWay().entrySet().stream()
        .filter(entry -> entry.getValue().state() == State.STARTED)
        .filter(entry ->
            which.stream().anyMatch(uri -> uri.toString().equalsIgnoreCase(entry.getValue().uri())))
        .map(entry -> new Going(entry.getKey(), entry.getValue().uri(), entry.getValue().at()))
        .reduce((_, later) -> later);
  }

  private static Held held(Map.Entry<String, ActionNote> entry) {
    var note = entry.getValue();
    return new Held(entry.getKey(), note.uri(), note.text(), note.at(), note.by());
  }

  /// Runs what was held back: its time has come.
  public void release(Held held, RemoteAction action) {
    book.get(held.id())
        .filter(note -> note.state() == State.HELD)
        .ifPresent(note ->
            History.askedBy(note.by() + ", after the hold", () -> release(held, note, action)));
  }

  private void release(Held held, ActionNote note, RemoteAction action) {
    var argument = held.argument().isEmpty() ? Value.absent() : Value.of(held.argument());
    begin(held.id(), note.now(State.BEGUN, book.now(), ""), action, argument);
    var _ = perform(held.id(), note, action, argument, false);
  }

  /// Gives up what is held back; nothing happens when it is held back no more.
  ///
  /// @param why a sentence without a full stop
  public void cancel(Held held, String why) {
    book.get(held.id())
        .filter(note -> note.state() == State.HELD)
        .ifPresent(note -> {
          var _ = book.end(held.id(), note, new Run.Refused(why), false);
          changed.run();
        });
  }

  /// Ends what goes on at that address by itself; nothing happens when nothing does.
  ///
  /// @param why a sentence without a full stop
  public void callOff(OmaUri what, String why) {
    book.callOff(List.of(what.toString()), why);
    changed.run();
  }

  /// Takes a command back that was part of something that failed.
  ///
  /// @return whether nothing of it remains: it was held back, or was not done
  public boolean takeBack(String id) {
    var note = book.get(id);
    held()
        .filter(held -> held.id().equals(id))
        .ifPresent(held -> cancel(held, "the Atomic it came in failed"));
    return note.map(ActionNote::state)
        .filter(state ->
            state == State.BEGUN
                || state == State.RUNNING
                || state == State.STARTED
                || state == State.PARTING
                || state == State.ENDING
                || state == State.PARTED
                || state == State.DONE
                || state == State.FAILED)
        .isEmpty();
  }

  /// Forgets every command, what is held back among them: the enrolment has ended, and another
  /// service's commands are other ones.
  public static void forget(LocalStore store) {
    new Logbook(store, Clock.systemUTC()).forgetAll();
  }

  /// That it begins is durable. What may end this process before it has answered is said to be
  /// going on, for then it does.
  private void begin(String id, ActionNote note, RemoteAction action, Value argument) {
    if (action.endsMachine()) {
      var due = book.now().plus(action.endsAfter(argument));
      var _ = book.goesOn(id, note.now(State.STARTED, due, boot.get()));
    } else {
      book.put(id, note.now(State.BEGUN, book.now(), ""));
    }
  }

  /// @param answered whether its command is answered with what this gives
  private Run perform(
      String id, ActionNote note, RemoteAction action, Value argument, boolean answered) {
    var came = Attempt.of(note.uri(), () -> action.run(argument));
    if (came instanceof Attempt.Ended(Result.Parting parting)) {
      var given = argument.isAbsent() ? "" : argument.wire();
      return farewell.begin(id, note.now(State.PARTING, book.now(), given), action, parting);
    }
    return settle(id, note, action, came, answered);
  }

  /// Goes on with what had begun to end the machine.
  private void goOn(String id, ActionNote note, RemoteAction action, Value argument) {
    var came = Attempt.of(note.uri(), () -> action.resume(argument));
    if (came instanceof Attempt.Ended(Result.Parting parting)) {
      var _ = farewell.begin(id, note, action, parting);
    } else {
      var _ = settle(id, note, action, came, false);
    }
  }

  private Run settle(
      String id, ActionNote note, RemoteAction action, Attempt attempt, boolean answered) {
    return switch (attempt) {
      case Attempt.Broken(var how) -> end(id, note, how, answered);
      case Attempt.Ended(Result.Done(String output)) ->
          end(id, note, new Run.Done(output), answered);
      case Attempt.Ended(Result.Refused(String reason)) ->
          end(id, note, new Run.Refused(reason), answered);
      case Attempt.Ended(Result.CalledOff(String output, var what)) -> {
        book.callOff(what.stream().map(OmaUri::toString).toList(), "called off");
        var run = book.end(id, note, new Run.Done(output), answered);
        changed.run();
        yield run;
      }
      case Attempt.Ended(Result.Started(var due)) ->
          goesOn(id, note.now(State.STARTED, due, boot.get()), action);
      case Attempt.Ended(Result.Parting _) ->
          end(id, note, new Run.Failed("a defect of the agent: a farewell beside the loop"), false);
      case Attempt.Ended(Result.Later(var work)) -> {
        var run = goesOn(id, note.now(State.RUNNING, book.now(), ""), action);
        aside.run(
            "reeve-action",
            () -> Attempt.beside(note.uri(), work),
            came -> {
              if (book.goesOn(id)) {
                var _ = settle(id, note, action, came, false);
              }
            });
        yield run;
      }
    };
  }

  private Run goesOn(String id, ActionNote note, RemoteAction action) {
    if (!action.endsMachine()) {
      return book.goesOn(id, note);
    }
    book.put(id, note);
    if (book.replaceOthers(id)) {
      changed.run();
    }
    return new Run.Accepted();
  }

  private Run end(String id, ActionNote note, Run end, boolean answered) {
    var run = book.end(id, note, end, answered);
    if (!answered) {
      changed.run();
    }
    return run;
  }

  /// Tells the service of actions that had begun when the process ended, and whose end nobody saw.
  /// Called once, at start.
  public void recover() {
    if (recovery.atStart()) {
      changed.run();
    }
    book.forgetOld();
  }

  /// The actions whose end nobody saw, until [#recover] has told of them.
  public Set<OmaUri> cutOff() {
    return recovery.cutOff();
  }

  /// Begins again what was to end the machine for good, and was cut off. Called once, at start.
  ///
  /// @param actions finds the action of an address
  public void resume(Function<String, Optional<RemoteAction>> actions) {
    book.underWay()
        .forEach((id, note) -> {
          if (note.state() == State.PARTING
              || note.state() == State.ENDING
              || note.state() == State.PARTED) {
            History.askedBy(note.by(), () -> resume(id, note, actions.apply(note.uri())));
          }
        });
  }

  private void resume(String id, ActionNote note, Optional<RemoteAction> action) {
    LOG.warn("{} was cut off and goes on", note.uri());
    var argument = note.text().isEmpty() ? Value.absent() : Value.of(note.text());
    if (action.isPresent() && note.state() == State.PARTED) {
      farewell.depart(id, note, action.get());
    } else if (action.isPresent() && note.state() == State.ENDING) {
      goOn(id, note, action.get(), argument);
    } else if (action.isPresent()) {
      var _ = perform(id, note, action.get(), argument, false);
    } else {
      var _ = end(id, note, new Run.Failed("this version of the agent has no such action"), false);
    }
  }

  /// Tells the service of what the system went on with, once its time has passed. Called now and
  /// then.
  public void look() {
    if (recovery.look()) {
      changed.run();
    }
  }
}
