package io.reeve.core.action;

import java.time.Instant;

/// What is remembered of a command, as a note: state, time and text, a space between them.
///
/// @param text of one that is under way its address, and behind a space what the state needs; else
///   how it ended
record ActionNote(State state, Instant at, String text) {
  enum State {
    /// It runs on the loop now, or the process ended while it did.
    BEGUN,
    /// It is held back; the time is when that ends, and behind the address stands its argument.
    HELD,
    /// It runs beside the loop, or the process ended while it did.
    RUNNING,
    /// The system goes on with it; behind the address stands the boot in which it began.
    STARTED,
    DONE,
    REFUSED,
    /// Refused for want of an approval.
    DENIED,
    FAILED
  }

  static ActionNote of(State state, Instant at, String uri, String rest) {
    return new ActionNote(state, at, rest.isEmpty() ? uri : uri + " " + rest);
  }

  static ActionNote of(Instant at, Run end) {
    var state =
        switch (end) {
          case Run.Done _ -> State.DONE;
          case Run.Refused _ -> State.REFUSED;
          case Run.Denied _ -> State.DENIED;
          case Run.Failed _ -> State.FAILED;
          case Run.Accepted _ -> throw new IllegalArgumentException("this is no end");
        };
    return new ActionNote(state, at, end.text());
  }

  static ActionNote read(String note) {
    var parts = note.split(" ", 3);
    return new ActionNote(State.valueOf(parts[0]), Instant.parse(parts[1]), parts[2]);
  }

  String write() {
    return state + " " + at + " " + text;
  }

  /// Of one that is under way.
  String uri() {
    return text.split(" ", 2)[0];
  }

  /// What stands behind the address; empty when nothing does.
  String rest() {
    int space = text.indexOf(' ');
    return space < 0 ? "" : text.substring(space + 1);
  }

  /// The answer to the same command when it comes again.
  Run recall() {
    return switch (state) {
      case BEGUN -> new Run.Failed("this action is still running");
      case HELD, RUNNING, STARTED -> new Run.Accepted();
      case DONE -> new Run.Done(text);
      case REFUSED -> new Run.Refused(text);
      case DENIED -> new Run.Denied(text);
      case FAILED -> new Run.Failed(text);
    };
  }
}
