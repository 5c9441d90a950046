package io.reeve.core.dm;

import io.reeve.store.Notes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/// Remembers over sessions which Execs were carried out and how, so that one the service sends
/// again because it never saw the Status is answered and not done twice.
public interface ExecMemory {
  /// The status an Exec of that id was answered with; empty when it is new.
  Optional<Integer> answered(String id);

  /// Remembers an answer.
  void remember(String id, int status);

  /// Nothing is remembered.
  static ExecMemory none() {
    return new ExecMemory() {
      @Override
      public Optional<Integer> answered(String id) {
        return Optional.empty();
      }

      @Override
      public void remember(String id, int status) {
        // nothing is remembered
      }
    };
  }

  /// Remembers the last 500 in the store, as `exec/{id}` with a running number and the status.
  static ExecMemory in(Notes notes) {
    return new ExecMemory() {
      private static final String PREFIX = "exec/";
      private static final int MOST = 500;

      @Override
      public Optional<Integer> answered(String id) {
        return notes.get(PREFIX + id).map(text -> Integer.valueOf(text.split(" ")[1]));
      }

      @Override
      public void remember(String id, int status) {
        var all = new ArrayList<>(notes.startingWith(PREFIX).entrySet());
        all.sort(Comparator.comparingLong(ExecMemory::number));
        long next = all.isEmpty() ? 1 : number(all.getLast()) + 1;
        notes.put(PREFIX + id, next + " " + status);
        for (int i = 0; i + MOST <= all.size(); i++) {
          notes.remove(all.get(i).getKey());
        }
      }
    };
  }

  private static long number(Map.Entry<String, String> note) {
    return Long.parseLong(note.getValue().split(" ")[0]);
  }
}
