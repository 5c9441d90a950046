package io.reeve.harness.lab;

import io.reeve.harness.lab.LabViews.Verb;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one session has tried, so that it ends: nothing is sent again that failed, and nothing more
/// than three times without an answer.
final class Tried {
  private static final int MOST_SENDS = 3;

  private final Map<String, Verb> verbs = new HashMap<>();
  private final Map<String, Integer> sends = new HashMap<>();
  private final Set<String> settled = new HashSet<>();

  /// The verb the device's answer showed to be right.
  Optional<Verb> verb(String key) {
    return Optional.ofNullable(verbs.get(key));
  }

  /// Whether it may be sent.
  boolean open(String key) {
    return !settled.contains(key) && sends.getOrDefault(key, 0) < MOST_SENDS;
  }

  void sent(List<String> keys) {
    keys.forEach(key -> sends.merge(key, 1, Integer::sum));
  }

  void settle(List<String> keys) {
    settled.addAll(keys);
  }

  /// Has these tried again, the one of that key with another verb. Says no when that verb has been
  /// tried already.
  boolean retry(List<String> keys, String key, Verb verb) {
    if (verbs.putIfAbsent(key, verb) != null) {
      return false;
    }
    keys.forEach(settled::remove);
    return true;
  }
}
