package io.reeve.core.action;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reeve.core.action.ActionNote.State;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.RemoteAction.Result;
import io.reeve.policy.Value;
import io.reeve.store.LocalStore;
import io.reeve.store.StoreException;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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
  /// `command`, `state` (`held`, `done`, `refused` or `failed`) and `text`.
  public static final String ALERT = "Reversed-Domain-Name:io.reeve.action";

  private static final Logger LOG = LoggerFactory.getLogger(ActionRunner.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final LocalStore store;
  private final ActionNotes notes;
  private final Guard guard;
  private final Aside aside;
  private final Runnable changed;
  private final Supplier<String> boot;
  private final Clock clock;

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
    this.store = store;
    this.notes = new ActionNotes(store.notes());
    this.guard = guard;
    this.aside = aside;
    this.changed = changed;
    this.boot = boot;
    this.clock = clock;
  }

  /// Runs the action unless this command has run before.
  ///
  /// @param id names the command for ever
  public Run run(String id, RemoteAction action, Value argument) {
    var before = notes.get(id);
    if (before.isPresent()) {
      LOG.info("{} was asked for before; it is not run again", action.uri());
      return before.get().recall();
    }
    return action.isDestructive() ? guarded(id, action, argument) : begin(id, action, argument);
  }

  private Run guarded(String id, RemoteAction action, Value argument) {
    var uri = action.uri().toString();
    var other = destructiveUnderWay();
    if (other.isPresent()) {
      return end(id, uri, new Run.Refused(other.get() + " is under way; one at a time"));
    }
    boolean held = !guard.hold().isZero();
    var answer =
        store.transaction(() -> {
          var refusal = guard.admit(action);
          if (refusal.isPresent()) {
            return Optional.of(endAndTell(id, uri, new Run.Denied(refusal.get())));
          }
          return held
              ? Optional.of(hold(id, uri, argument.isAbsent() ? "" : argument.wire()))
              : Optional.<Run>empty();
        });
    return answer.orElseGet(() -> begin(id, action, argument));
  }

  private Run hold(String id, String uri, String argument) {
    var until = clock.instant().plus(guard.hold());
    notes.put(id, ActionNote.of(State.HELD, until, uri, argument));
    store.history().add("held", uri, "It will be done at " + until + " unless it is cancelled.");
    tell(id, uri, "held", "until " + until);
    return new Run.Accepted();
  }

  private Optional<String> destructiveUnderWay() {
    return notes.all().values().stream()
        .filter(note -> note.state() == State.HELD || note.state() == State.RUNNING)
        .map(ActionNote::uri)
        .findFirst();
  }

  /// What is held back.
  public Optional<Held> held() {
    return notes.all().entrySet().stream()
        .filter(entry -> entry.getValue().state() == State.HELD)
        .map(ActionRunner::held)
        .findFirst();
  }

  private static Held held(Map.Entry<String, ActionNote> entry) {
    var note = entry.getValue();
    return new Held(entry.getKey(), note.uri(), note.rest(), note.at());
  }

  /// Runs what was held back: its time has come.
  public void release(Held held, RemoteAction action) {
    var argument = held.argument().isEmpty() ? Value.absent() : Value.of(held.argument());
    var run = begin(held.id(), action, argument);
    if (!(run instanceof Run.Accepted)) {
      tell(held.id(), held.uri(), run.word(), run.text());
    }
  }

  /// Gives up what is held back.
  ///
  /// @param why a sentence without a full stop
  public void cancel(Held held, String why) {
    var _ = endAndTell(held.id(), held.uri(), new Run.Refused(why));
  }

  /// Forgets every command, what is held back among them: the enrolment has ended, and another
  /// service's commands are other ones.
  public static void forget(LocalStore store) {
    var notes = new ActionNotes(store.notes());
    notes.all().values().stream()
        .filter(note -> note.state() == State.HELD)
        .forEach(
            note -> store.history().add("action", note.uri(), "Refused: the enrolment has ended"));
    notes.forgetAll();
  }

  private Run begin(String id, RemoteAction action, Value argument) {
    var uri = action.uri().toString();
    notes.put(id, ActionNote.of(State.BEGUN, clock.instant(), uri, ""));
    Result result;
    try {
      result = action.run(argument);
    } catch (IOException | RuntimeException e) {
      return end(id, uri, failed(uri, e));
    }
    return switch (result) {
      case Result.Done(String output) -> end(id, uri, new Run.Done(output));
      case Result.Refused(String reason) -> end(id, uri, new Run.Refused(reason));
      case Result.Started() -> goesOn(id, uri, State.STARTED, boot.get());
      case Result.Later(var work) -> {
        var run = goesOn(id, uri, State.RUNNING, "");
        aside.run("reeve-action", () -> attempt(uri, work), end -> endAndTell(id, uri, end));
        yield run;
      }
    };
  }

  private Run goesOn(String id, String uri, State state, String rest) {
    notes.put(id, ActionNote.of(state, clock.instant(), uri, rest));
    var run = new Run.Accepted();
    store.history().add("action", uri, sentence(run));
    return run;
  }

  private static Run attempt(String uri, Callable<Result> work) {
    try {
      return switch (work.call()) {
        case Result.Done(String output) -> new Run.Done(output);
        case Result.Refused(String reason) -> new Run.Refused(reason);
        case Result.Started(), Result.Later _ ->
            throw new IllegalStateException("work beside the loop has to end");
      };
    } catch (Exception e) {
      return failed(uri, e);
    } catch (Error e) {
      LOG.error("a defect ended {}", uri, e);
      return new Run.Failed("a defect of the agent: " + e);
    }
  }

  private static Run.Failed failed(String uri, Exception e) {
    return switch (e) {
      case StoreException broken -> throw broken;
      case IOException refused -> {
        LOG.warn("{} failed", uri, refused);
        yield new Run.Failed(Optional.ofNullable(e.getMessage()).orElse(e.toString()));
      }
      case Exception defect -> {
        LOG.error("a defect ended {}", uri, defect);
        yield new Run.Failed("a defect of the agent: " + defect);
      }
    };
  }

  private Run endAndTell(String id, String uri, Run end) {
    return store.transaction(() -> {
      var run = end(id, uri, end);
      tell(id, uri, run.word(), run.text());
      return run;
    });
  }

  private Run end(String id, String uri, Run end) {
    return store.transaction(() -> {
      notes.put(id, ActionNote.of(clock.instant(), end));
      notes.forget(clock.instant());
      store.history().add("action", uri, sentence(end));
      return end;
    });
  }

  private static String sentence(Run end) {
    return switch (end) {
      case Run.Done(String output) -> "Done: " + output;
      case Run.Accepted() -> "Begun.";
      case Run.Refused(String reason) -> "Refused: " + reason;
      case Run.Denied(String reason) -> "Refused: " + reason;
      case Run.Failed(String error) -> "Failed: " + error;
    };
  }

  private void tell(String id, String uri, String state, String text) {
    var json = JSON.createObjectNode().put("command", id).put("state", state).put("text", text);
    store.outbox().add(ALERT, "chr", uri, json.toString());
    changed.run();
  }

  /// Tells the service of actions that had begun when the process ended, and whose end nobody saw.
  /// What the system went on with has ended when the machine is back since; the others are not run
  /// again, for nobody knows how far they came. Called once, at start.
  public void recover() {
    notes
        .all()
        .forEach((id, note) -> {
          switch (note.state()) {
            case BEGUN, RUNNING -> {
              var error = "the agent ended while this action ran; how far it came is not known";
              LOG.warn("{}: {}", note.uri(), error);
              var _ = endAndTell(id, note.uri(), new Run.Failed(error));
            }
            case STARTED -> {
              if (!note.rest().equals(boot.get())) {
                var _ =
                    endAndTell(
                        id, note.uri(), new Run.Done("the machine was restarted and is back"));
              }
            }
            case HELD, DONE, REFUSED, DENIED, FAILED -> {
              // what is held back is taken up again by its owner; the rest is over
            }
          }
        });
    notes.forget(clock.instant());
  }
}
