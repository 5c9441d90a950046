package io.reeve.store;

import java.util.Map;
import java.util.Optional;

/// Small facts worth keeping over a restart, by name: the account, poll state, digests, last
/// results. Never a secret.
///
/// Names are paths such as `account/server` or `poll/next-due`. Writes are durable when the call
/// returns, or, inside a transaction of the store, when that transaction commits.
public interface Notes {
  /// The note of that name, or empty.
  Optional<String> get(String name);

  /// Writes a note, replacing one of the same name.
  void put(String name, String text);

  /// Removes a note; one that is not there is no error.
  void remove(String name);

  /// All notes whose names start with the prefix, in name order.
  Map<String, String> startingWith(String prefix);
}
