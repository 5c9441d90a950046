package io.reeve.core.action;

import static java.util.Comparator.reverseOrder;

import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.RemoteAction.Result;
import io.reeve.policy.Value;
import io.reeve.store.History;
import io.reeve.store.Notes;
import io.reeve.store.Outbox;
import io.reeve.store.StoreException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs each command of the service at most once: that it begins is durable before it begins, and
/// how it ended before it is told. A command that comes again gets the answer it got the first
/// time. Used on the loop's thread only.
public final class ActionRunner {
  /// The alert that tells the service how an action ended that was not answered at once.
  public static final String ALERT = "Reversed-Domain-Name:io.reeve.action";

  private static final Logger LOG = LoggerFactory.getLogger(ActionRunner.class);
  private static final String PREFIX = "action/";
  private static final Duration KEPT = Duration.ofDays(90);
  private static final int MOST = 500;

  private final Notes notes;
  private final Outbox outbox;
  private final History history;
  private final Clock clock;

  /// @param notes where begun and ended actions are kept: the newest 500, for 90 days
  /// @param outbox where the service is told of an action that the end of the process cut off
  /// @param history where people read what was run
  /// @param clock stamps them
  public ActionRunner(Notes notes, Outbox outbox, History history, Clock clock) {
    this.notes = notes;
    this.outbox = outbox;
    this.history = history;
    this.clock = clock;
  }

  /// How a command went.
  public sealed interface Run {
    /// It ran, now or the first time.
    record Ended(Result result) implements Run {}

    /// The machine refused, now or the first time.
    record Failed(String error) implements Run {}
  }

  /// Runs the action unless this command has run before.
  ///
  /// @param id names the command for ever
  public Run run(String id, RemoteAction action, Value argument) {
    var note = PREFIX + id;
    var before = notes.get(note);
    if (before.isPresent()) {
      LOG.info("{} was asked for before; it is not run again", action.uri());
      return Kept.read(before.get()).recall();
    }
    keep(note, State.BEGUN, action.uri().toString());
    var run = attempt(action, argument);
    switch (run) {
      case Run.Ended(Result.Done(String output)) -> keep(note, State.DONE, output);
      case Run.Ended(Result.Started()) -> keep(note, State.STARTED, "");
      case Run.Ended(Result.Refused(String reason)) -> keep(note, State.REFUSED, reason);
      case Run.Failed(String error) -> keep(note, State.FAILED, error);
    }
    forget();
    history.add("action", action.uri().toString(), sentence(run));
    return run;
  }

  private static String sentence(Run run) {
    return switch (run) {
      case Run.Ended(Result.Done(String output)) -> "Done: " + output;
      case Run.Ended(Result.Started()) -> "Started.";
      case Run.Ended(Result.Refused(String reason)) -> "Refused: " + reason;
      case Run.Failed(String error) -> "Failed: " + error;
    };
  }

  /// Tells the service of actions that had begun when the process ended, and whose end nobody saw.
  /// They are not run again: nobody knows how far they came. Called once, at start.
  public void recover() {
    notes
        .startingWith(PREFIX)
        .forEach((note, text) -> {
          var kept = Kept.read(text);
          if (kept.state == State.BEGUN) {
            cutOff(note, kept.text);
          }
        });
    forget();
  }

  /// Forgets what ended long ago, and the oldest when there are many: a service sends again what it
  /// has just sent, not what it sent last year.
  private void forget() {
    var newest = new ArrayList<>(notes.startingWith(PREFIX).entrySet());
    newest.sort(Comparator.comparing(note -> Kept.read(note.getValue()).at, reverseOrder()));
    var oldest = clock.instant().minus(KEPT);
    for (int i = 0; i < newest.size(); i++) {
      if (i >= MOST || Kept.read(newest.get(i).getValue()).at.isBefore(oldest)) {
        notes.remove(newest.get(i).getKey());
      }
    }
  }

  private void cutOff(String note, String uri) {
    var error = "the agent ended while this action ran; how far it came is not known";
    keep(note, State.FAILED, error);
    outbox.add(ALERT, "chr", uri, error);
    history.add("action", uri, "Failed: " + error);
    LOG.warn("{}: {}", uri, error);
  }

  private void keep(String note, State state, String text) {
    notes.put(note, new Kept(state, clock.instant(), text).write());
  }

  private static Run attempt(RemoteAction action, Value argument) {
    try {
      return new Run.Ended(action.run(argument));
    } catch (IOException e) {
      LOG.warn("{} failed", action.uri(), e);
      return new Run.Failed(Optional.ofNullable(e.getMessage()).orElse(e.toString()));
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("a defect ended {}", action.uri(), e);
      return new Run.Failed("a defect of the agent: " + e);
    }
  }

  private enum State {
    BEGUN,
    DONE,
    STARTED,
    REFUSED,
    FAILED
  }

  /// A note: state, time and text, a space between them.
  private record Kept(State state, Instant at, String text) {
    static Kept read(String note) {
      var parts = note.split(" ", 3);
      return new Kept(State.valueOf(parts[0]), Instant.parse(parts[1]), parts[2]);
    }

    String write() {
      return state + " " + at + " " + text;
    }

    Run recall() {
      return switch (state) {
        case BEGUN -> new Run.Failed("this action is still running");
        case DONE -> new Run.Ended(new Result.Done(text));
        case STARTED -> new Run.Ended(new Result.Started());
        case REFUSED -> new Run.Ended(new Result.Refused(text));
        case FAILED -> new Run.Failed(text);
      };
    }
  }
}
