package io.reeve.core.action;

import io.reeve.store.Notes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The commands there were. What is not over stays; of the others the newest 500, for 90 days: a
/// service sends again what it has just sent, not what it sent last year. Which is the newest is
/// known by the order in which they came, for clocks are set.
record ActionNotes(Notes notes) {
  private static final String PREFIX = "action/";
  private static final String COUNT = "actions";
  private static final Duration KEPT = Duration.ofDays(90);
  private static final int MOST = 500;

  Optional<ActionNote> get(String id) {
    return notes.get(PREFIX + id).flatMap(ActionNote::read);
  }

  /// Keeps the note in place of an earlier one of the same command. Inside a transaction.
  void put(String id, ActionNote note) {
    long order = notes.get(PREFIX + id).map(ActionNote::order).orElseGet(this::count);
    notes.put(PREFIX + id, note.write(order));
  }

  private long count() {
    long next = notes.get(COUNT).map(Long::parseLong).orElse(0L) + 1;
    notes.put(COUNT, Long.toString(next));
    return next;
  }

  /// Forgets every one: the service they are of is no longer this machine's.
  void forgetAll() {
    notes.startingWith(PREFIX).keySet().forEach(notes::remove);
  }

  /// Those that are not over, by the command's id, in the order in which they came.
  Map<String, ActionNote> underWay() {
    var under = new LinkedHashMap<String, ActionNote>();
    inOrder(text -> !ActionNote.isOver(text))
        .filter(each -> !each.note.state().isOver())
        .forEach(each -> under.put(each.id, each.note));
    return under;
  }

  private record Known(String id, long order, ActionNote note) {}

  /// @param which of the texts are read at all
  private Stream<Known> inOrder(Predicate<String> which) {
    var all = new ArrayList<Known>();
    notes
        .startingWith(PREFIX)
        .forEach((name, text) -> {
          if (which.test(text)) {
            ActionNote.read(text)
                .ifPresent(note ->
                    all.add(
                        new Known(name.substring(PREFIX.length()), ActionNote.order(text), note)));
          }
        });
    return all.stream().sorted(Comparator.comparingLong(Known::order));
  }

  /// Forgets what ended long ago, and the oldest of what is over when there are many.
  void forget(Instant now) {
    var over = inOrder(ActionNote::isOver).filter(each -> each.note.state().isOver()).toList();
    var oldest = now.minus(KEPT);
    for (int i = 0; i < over.size(); i++) {
      if (i < over.size() - MOST || over.get(i).note.at().isBefore(oldest)) {
        notes.remove(PREFIX + over.get(i).id);
      }
    }
  }
}
