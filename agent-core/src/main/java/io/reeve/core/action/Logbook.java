package io.reeve.core.action;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reeve.core.action.ActionNote.State;
import io.reeve.store.LocalStore;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Writes down how each command goes: so that it is known when it comes again, for people, and,
/// where the answer to it cannot tell, for the service. Each call is one transaction.
final class Logbook {
  private static final int MOST_UNDER_WAY = 50;
  private static final JsonMapper JSON = new JsonMapper();

  /// What the agent does anyway; it need not last.
  private static final String ROUTINE = "routine";

  /// A refusal of what never began: anybody can make many, so they do not last.
  private static final String REFUSED = "refused";

  private static final String ACTION = "action";

  private final LocalStore store;
  private final ActionNotes notes;
  private final Clock clock;

  Logbook(LocalStore store, Clock clock) {
    this.store = store;
    this.notes = new ActionNotes(store.notes());
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  Optional<ActionNote> get(String id) {
    return notes.get(id);
  }

  /// Whether the command is known and not over: it is forgotten when the enrolment ends.
  boolean goesOn(String id) {
    return notes.get(id).filter(note -> !note.state().isOver()).isPresent();
  }

  /// Why nothing more is begun: so much is under way, or was done of late, that it is somebody's
  /// mistake, or worse. What is destructive has brakes of its own and has to be possible on just
  /// such a day, for which there is some room more: who has it held back and cancelled again and
  /// again would else push out what was done before. What is routine fills nothing.
  Optional<String> crowd(ActionNote note) {
    int underWay = underWay().size();
    if (underWay >= MOST_UNDER_WAY) {
      return Optional.of(underWay + " actions are under way; wait until some have ended");
    }
    boolean crowded =
        note.destructive() ? store.history().isOverrun() : store.history().isCrowded();
    return crowded && !note.routine()
        ? Optional.of("too much was done within a day; wait until some of it is older")
        : Optional.empty();
  }

  /// What is not over, by the command's id.
  Map<String, ActionNote> underWay() {
    return notes.underWay();
  }

  void put(String id, ActionNote note) {
    store.transaction(() -> notes.put(id, note));
  }

  /// It is held back.
  Run held(String id, ActionNote note) {
    return store.transaction(() -> {
      notes.put(id, note);
      var words = "It will be done at " + note.at() + " unless it is cancelled.";
      store.history().add("held", note.uri(), words);
      tell(id, note.uri(), "held", "until " + note.at());
      return new Run.Accepted();
    });
  }

  /// It goes on when its command has been answered.
  Run goesOn(String id, ActionNote note) {
    return store.transaction(() -> {
      notes.put(id, note);
      store.history().add(ACTION, note.uri(), "Begun.");
      return new Run.Accepted();
    });
  }

  /// It begins, and nothing can be told when it is over.
  Run parts(String id, ActionNote note) {
    return store.transaction(() -> {
      notes.put(id, note);
      store.history().add(ACTION, note.uri(), "Begun.");
      tell(id, note.uri(), "started", "it begins now");
      return new Run.Accepted();
    });
  }

  /// Its work is done; the machine is about to go.
  ///
  /// @param output what is told of it
  void parted(String id, ActionNote note, String output) {
    store.transaction(() -> {
      var done = new Run.Done(output);
      notes.put(id, note.now(State.PARTED, now(), output));
      store.history().add(ACTION, note.uri(), sentence(done));
      tell(id, note.uri(), done.word(), output);
    });
  }

  /// It is over.
  ///
  /// @param answered whether the answer to its command tells the service
  Run end(String id, ActionNote note, Run end, boolean answered) {
    return store.transaction(() -> {
      boolean refused = end instanceof Run.Denied || (answered && end instanceof Run.Refused);
      notes.put(id, note.over(now(), end));
      notes.forget(now());
      var kind = refused ? REFUSED : note.routine() ? ROUTINE : ACTION;
      store.history().add(kind, note.uri(), sentence(end));
      if (!answered) {
        tell(id, note.uri(), end.word(), end.text());
      }
      return end;
    });
  }

  /// Ends what the system goes on with at these addresses.
  void callOff(Iterable<String> uris, String why) {
    store.transaction(() ->
        underWay()
            .forEach((id, note) -> {
              for (var uri : uris) {
                if (note.state() == State.STARTED && note.uri().equalsIgnoreCase(uri)) {
                  var _ = end(id, note, new Run.Refused(why), false);
                }
              }
            }));
  }

  /// The machine ends at the time of that command: whatever else was to end it without being
  /// destructive does not any more, for the system knows one time only.
  ///
  /// @return whether there was anything
  boolean replaceOthers(String last) {
    return store.transaction(() -> {
      var others = new HashMap<>(underWay());
      others.remove(last);
      others.values().removeIf(note -> note.state() != State.STARTED || note.destructive());
      others.forEach((id, note) -> {
        var _ = end(id, note, new Run.Refused("replaced by a later one"), false);
      });
      return !others.isEmpty();
    });
  }

  /// Forgets every command: the enrolment has ended.
  void forgetAll() {
    store.transaction(() -> {
      underWay().values().stream()
          .filter(note -> note.state() == State.HELD)
          .forEach(
              note -> store.history().add(ACTION, note.uri(), "Refused: the enrolment has ended"));
      notes.forgetAll();
    });
  }

  /// Forgets what ended long ago.
  void forgetOld() {
    store.transaction(() -> notes.forget(now()));
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
    store.outbox().add(ActionRunner.ALERT, "chr", uri, json.toString());
  }
}
