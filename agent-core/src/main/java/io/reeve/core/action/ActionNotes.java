package io.reeve.core.action;

import static java.util.Comparator.reverseOrder;

import io.reeve.core.action.ActionNote.State;
import io.reeve.store.Notes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The commands that began or ended: the newest 500, for 90 days. A service sends again what it has
/// just sent, not what it sent last year.
record ActionNotes(Notes notes) {
  private static final String PREFIX = "action/";
  private static final Duration KEPT = Duration.ofDays(90);
  private static final int MOST = 500;

  Optional<ActionNote> get(String id) {
    return notes.get(PREFIX + id).map(ActionNote::read);
  }

  void put(String id, ActionNote note) {
    notes.put(PREFIX + id, note.write());
  }

  /// Forgets every one: the service they are of is no longer this machine's.
  void forgetAll() {
    all().keySet().forEach(id -> notes.remove(PREFIX + id));
  }

  /// Every one, by the command's id.
  Map<String, ActionNote> all() {
    var all = new TreeMap<String, ActionNote>();
    notes
        .startingWith(PREFIX)
        .forEach((name, text) -> all.put(name.substring(PREFIX.length()), ActionNote.read(text)));
    return all;
  }

  /// Forgets what ended long ago, and the oldest when there are many.
  void forget(Instant now) {
    var newest = new ArrayList<>(all().entrySet());
    newest.sort(Comparator.comparing(entry -> entry.getValue().at(), reverseOrder()));
    var oldest = now.minus(KEPT);
    for (int i = 0; i < newest.size(); i++) {
      var note = newest.get(i).getValue();
      if (note.state() != State.HELD && (i >= MOST || note.at().isBefore(oldest))) {
        notes.remove(PREFIX + newest.get(i).getKey());
      }
    }
  }
}
