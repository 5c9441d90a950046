package io.reeve.core.action;

import io.reeve.core.action.ActionNote.State;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.RemoteAction.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what ends the machine for good, and has the service hear of each step before the next one:
/// nothing can be told afterwards. On the loop's thread.
final class Farewell {
  private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);

  private final Logbook book;
  private final Aside aside;
  private final Runnable changed;

  Farewell(Logbook book, Aside aside, Runnable changed) {
    this.book = book;
    this.aside = aside;
    this.changed = changed;
  }

  /// @param note with the argument, for when it has to be begun again
  Run begin(String id, ActionNote note, RemoteAction action, Result.Parting parting) {
    var run = book.parts(id, note);
    changed.run();
    aside.onceTold(() -> {
      if (book.goesOn(id)) {
        book.put(id, note.now(State.ENDING, book.now(), note.text()));
        aside.run(
            "reeve-farewell",
            () -> Attempt.beside(note.uri(), parting.work()),
            came -> parted(id, note, action, came));
      } else {
        LOG.warn("{} is not done: the enrolment has ended", note.uri());
      }
    });
    return run;
  }

  /// Only what is done ends in the end: else the machine is still of use, and says what went wrong.
  private void parted(String id, ActionNote note, RemoteAction action, Attempt came) {
    switch (came) {
      case Attempt.Ended(Result.Done(String output)) -> {
        if (book.goesOn(id)) {
          book.parted(id, note, output);
          changed.run();
        }
        depart(id, note.now(State.PARTED, book.now(), output), action);
      }
      case Attempt.Ended(Result.Refused(String reason)) -> tell(id, note, new Run.Refused(reason));
      case Attempt.Ended(var other) ->
          tell(id, note, new Run.Failed("a defect of the agent: it ended as " + other));
      case Attempt.Broken(var how) -> tell(id, note, how);
    }
  }

  /// The work is done: the machine goes. It is not over before that: what ends this process here
  /// must not leave the machine on for good.
  ///
  /// @param note with what the service was told
  void depart(String id, ActionNote note, RemoteAction action) {
    aside.onceTold(() ->
        aside.run(
            "reeve-end",
            () ->
                Attempt.beside(
                    note.uri(),
                    () -> {
                      action.finish();
                      return new Result.Done("");
                    }),
            came -> stayed(id, note, came)));
  }

  private void stayed(String id, ActionNote note, Attempt came) {
    switch (came) {
      case Attempt.Broken(var how) ->
          tell(id, note, new Run.Failed(note.text() + "; but the machine stays on: " + how.text()));
      case Attempt.Ended(_) -> {
        if (book.goesOn(id)) {
          book.put(id, note.now(State.DONE, book.now(), note.text()));
        }
      }
    }
  }

  /// An enrolment that has ended meanwhile hears nothing, and another is not to hear it.
  private void tell(String id, ActionNote note, Run end) {
    if (!book.goesOn(id)) {
      return;
    }
    var _ = book.end(id, note.now(State.RUNNING, book.now(), ""), end, false);
    changed.run();
  }
}
