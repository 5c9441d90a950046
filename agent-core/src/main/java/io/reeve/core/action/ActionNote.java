package io.reeve.core.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// What is remembered of a command.
///
/// @param state how far it has come
/// @param at when it came so far; of one that is held back when that ends, of one the system goes
///   on with when that is due
/// @param uri the action's address
/// @param text of one that is held back or ends the machine its argument, of one the system goes on
///   with the boot in which it began, of one whose work is done or that is over how it ended; else
///   empty
/// @param destructive whether nothing else that is destructive may begin before it is over
/// @param routine whether it is only what the agent does anyway
/// @param by who asked for it
record ActionNote(
    State state,
    Instant at,
    String uri,
    String text,
    boolean destructive,
    boolean routine,
    String by) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String STATE = "\"state\":\"";

  enum State {
    /// It runs on the loop now, or the process ended while it did.
    BEGUN,
    /// It is held back.
    HELD,
    /// It runs beside the loop, or the process ended while it did.
    RUNNING,
    /// The system goes on with it.
    STARTED,
    /// It is about to end the machine for good, and is begun again when it was cut off.
    PARTING,
    /// Its work, which ends the machine for good, has begun, and goes on when it was cut off.
    ENDING,
    /// Its work is done, and the machine is about to go.
    PARTED,
    DONE,
    REFUSED,
    /// Refused for want of an approval.
    DENIED,
    FAILED;

    boolean isOver() {
      return switch (this) {
        case BEGUN, HELD, RUNNING, STARTED, PARTING, ENDING, PARTED -> false;
        case DONE, REFUSED, DENIED, FAILED -> true;
      };
    }
  }

  /// The same command at another point.
  ActionNote now(State other, Instant when, String said) {
    return new ActionNote(other, when, uri, said, destructive, routine, by);
  }

  /// The same command at its end.
  ActionNote over(Instant when, Run end) {
    var how =
        switch (end) {
          case Run.Done _ -> State.DONE;
          case Run.Refused _ -> State.REFUSED;
          case Run.Denied _ -> State.DENIED;
          case Run.Failed _ -> State.FAILED;
          case Run.Accepted _ -> throw new IllegalArgumentException("this is no end");
        };
    return now(how, when, end.text());
  }

  /// Reads what [#write] wrote; empty when it is something else.
  static Optional<ActionNote> read(String note) {
    try {
      var json = JSON.readTree(note);
      return Optional.of(
          new ActionNote(
              State.valueOf(json.path("state").asText()),
              Instant.parse(json.path("at").asText()),
              json.path("uri").asText(),
              json.path("text").asText(),
              json.path("destructive").asBoolean(),
              json.path("routine").asBoolean(),
              json.path("by").asText()));
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Whether what [#write] wrote is of one that is over, without reading all of it: what is not
  /// over is asked for all the time, and is one of hundreds. The state stands before whatever
  /// others have a part in.
  static boolean isOver(String note) {
    int at = note.indexOf(STATE);
    return at >= 0
        && Arrays.stream(State.values())
            .anyMatch(
                each -> each.isOver() && note.startsWith(each.name() + '"', at + STATE.length()));
  }

  /// Its place among the commands, as [#write] was given it.
  static long order(String note) {
    try {
      return JSON.readTree(note).path("order").asLong();
    } catch (JsonProcessingException _) {
      return 0;
    }
  }

  String write(long order) {
    return JSON.createObjectNode()
        .put("order", order)
        .put("state", state.name())
        .put("at", at.toString())
        .put("uri", uri)
        .put("text", text)
        .put("destructive", destructive)
        .put("routine", routine)
        .put("by", by)
        .toString();
  }

  /// The answer to the same command when it comes again.
  Run recall() {
    return switch (state) {
      case BEGUN -> new Run.Failed("this action is still running");
      case HELD, RUNNING, STARTED, PARTING, ENDING -> new Run.Accepted();
      case PARTED, DONE -> new Run.Done(text);
      case REFUSED -> new Run.Refused(text);
      case DENIED -> new Run.Denied(text);
      case FAILED -> new Run.Failed(text);
    };
  }
}
