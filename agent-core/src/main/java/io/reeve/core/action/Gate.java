package io.reeve.core.action;

import io.reeve.core.action.ActionNote.State;
import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.Value;
import io.reeve.store.LocalStore;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a destructive action has to pass: that it can be done at all, that no other is under way,
/// the [Guard], and the hold. On the loop's thread.
record Gate(LocalStore store, Logbook book, Guard guard) {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  /// An approval is used up in the transaction that remembers what it was used for.
  ///
  /// @param begin remembers that it begins
  /// @return the answer to the command; empty when it has begun
  Optional<Run> stops(
      String id, ActionNote note, RemoteAction action, Value argument, Runnable begin) {
    var obstacle = obstacle(action, argument);
    return obstacle.isPresent()
        ? Optional.of(book.end(id, note, obstacle.get(), true))
        : store.transaction(() -> admitted(id, note, action, argument, begin));
  }

  /// What cannot be done at all is not held back first, and uses up no approval.
  private static Optional<Run> obstacle(RemoteAction action, Value argument) {
    try {
      return action.obstacle(argument).map(Run.Refused::new);
    } catch (IOException e) {
      LOG.warn("{} cannot be done", action.uri(), e);
      return Optional.of(new Run.Failed(Optional.ofNullable(e.getMessage()).orElse(e.toString())));
    }
  }

  private Optional<Run> admitted(
      String id, ActionNote note, RemoteAction action, Value argument, Runnable begin) {
    var other =
        book.underWay().values().stream()
            .filter(ActionNote::destructive)
            .map(each -> each.uri() + " is under way; one at a time")
            .findFirst();
    if (other.isPresent()) {
      return Optional.of(book.end(id, note, new Run.Refused(other.get()), true));
    }
    var given = argument.isAbsent() ? "" : argument.wire();
    boolean vouched = action.isVouchedFor(argument);
    var refusal = vouched ? Optional.<String>empty() : guard.admit(action, given);
    if (refusal.isPresent()) {
      return Optional.of(book.end(id, note, new Run.Denied(refusal.get()), false));
    }
    var hold = guard.hold(vouched);
    if (hold.isZero()) {
      begin.run();
      return Optional.empty();
    }
    var until = book.now().plus(hold);
    return Optional.of(book.held(id, note.now(State.HELD, until, given)));
  }
}
