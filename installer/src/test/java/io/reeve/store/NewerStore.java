package io.reeve.store;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;

/// A program of tomorrow, whose store has one step more: it opens today's and writes something.
public final class NewerStore {
  private NewerStore() {}

  /// @param arguments the store
  public static void main(String[] arguments) {
    var steps = new ArrayList<>(Schema.NOW.steps());
    steps.add("create table novelty (a text) strict;\n");
    try (var store = LocalStore.open(Path.of(arguments[0]), Clock.systemUTC(), new Schema(steps))) {
      store.history().add("store", "", "The newer version was here.");
    }
  }
}
