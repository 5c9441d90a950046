package io.reeve.core.action;

import io.reeve.core.action.ActionNote.State;
import io.reeve.policy.OmaUri;
import io.reeve.store.History;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells of commands whose end nobody saw. Nothing is run again, for nobody knows how far it came.
final class Recovery {
  /// After the time set, a machine is about to restart for so long at most. It counts only while
  /// the machine is awake and this agent runs: what the system was to do at a time it does when it
  /// wakes up.
  private static final Duration GRACE = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final String CUT =
      "the agent ended while this action ran; how far it came is not known";

  private final Logbook book;
  private final Supplier<String> boot;
  private final LongSupplier nanos;

  /// When the time of what should have ended was first seen to be over, by the monotonic clock.
  private final Map<String, Long> over = new HashMap<>();

  private boolean news;

  /// @param boot tells this boot of the machine from others; empty where that is not known
  /// @param nanos a monotonic clock, as [System#nanoTime]
  Recovery(Logbook book, Supplier<String> boot, LongSupplier nanos) {
    this.book = book;
    this.boot = boot;
    this.nanos = nanos;
  }

  /// What began in another process, before [#atStart] has told of it.
  Set<OmaUri> cutOff() {
    return book.underWay().values().stream()
        .filter(Recovery::isCutOff)
        .map(note -> OmaUri.parse(note.uri()))
        .collect(Collectors.toSet());
  }

  private static boolean isCutOff(ActionNote note) {
    return note.state() == State.BEGUN || note.state() == State.RUNNING;
  }

  /// At the agent's start: what began in another process has ended with it.
  ///
  /// @return whether the service has to be told
  boolean atStart() {
    news = false;
    end(Recovery::isCutOff, new Run.Failed(CUT));
    if (boot.get().isEmpty()) {
      end(
          note -> note.state() == State.STARTED && isDue(note) && !note.destructive(),
          new Run.Done("the agent is back; whether the machine was restarted is not known here"));
    }
    boolean told = news;
    return look() || told;
  }

  /// What the system goes on with has ended when the machine is back, and has failed when the
  /// machine is still there long after its time. What was to leave nothing of this agent, and has
  /// left it, has failed, too.
  ///
  /// @return whether the service has to be told
  boolean look() {
    news = false;
    var now = boot.get();
    end(
        note -> isBack(note, now) && note.destructive(),
        new Run.Failed("the machine is back; it was not done, or not to its end"));
    end(note -> isBack(note, now), new Run.Done("the machine was restarted and is back"));
    late();
    return news;
  }

  private void late() {
    var under = book.underWay();
    over.keySet().retainAll(under.keySet());
    under.forEach((id, note) -> {
      if (note.state() == State.STARTED && isDue(note)) {
        over.putIfAbsent(id, nanos.getAsLong());
      } else {
        over.remove(id);
      }
    });
    end(
        (id, _) -> over.containsKey(id) && nanos.getAsLong() - over.get(id) > GRACE.toNanos(),
        new Run.Failed("the machine did not restart at the time set"));
  }

  private static boolean isBack(ActionNote note, String boot) {
    var begun = note.text();
    return note.state() == State.STARTED
        && !begun.isEmpty()
        && !boot.isEmpty()
        && !begun.equals(boot);
  }

  private boolean isDue(ActionNote note) {
    return !note.at().isAfter(book.now());
  }

  private void end(Predicate<ActionNote> which, Run end) {
    end((_, note) -> which.test(note), end);
  }

  private void end(BiPredicate<String, ActionNote> which, Run end) {
    book.underWay()
        .forEach((id, note) -> {
          if (which.test(id, note)) {
            LOG.info("{}: {}", note.uri(), end.text());
            History.askedBy(note.by(), () -> book.end(id, note, end, false));
            news = true;
          }
        });
  }
}
