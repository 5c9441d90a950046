package io.reeve.core.agent;

import io.reeve.store.History;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// How far letters have come that are made anew each time: who has put which away, on whose screen
/// it was, and whose tray could not show it. Each is written down once. Messages keep all but the
/// last by themselves. On the loop's thread.
final class LetterMarks {
  private final History history;
  private final Set<Mark> away = new HashSet<>();
  private final Set<Mark> put = new HashSet<>();
  private final Set<Mark> unshown = new HashSet<>();

  private record Mark(String id, String user) {}

  LetterMarks(History history) {
    this.history = history;
  }

  /// Forgets those of letters that there are no more.
  void keepOnly(Predicate<String> ids) {
    List.of(away, put, unshown).forEach(marks -> marks.removeIf(each -> !ids.test(each.id)));
  }

  void away(String id, String user) {
    away.add(new Mark(id, user));
  }

  boolean isAway(String id, String user) {
    return away.contains(new Mark(id, user));
  }

  void put(String id, String user) {
    if (put.add(new Mark(id, user))) {
      history.add(
          "notice", "a notice", "It was put on the screen or terminal of " + user + ": " + id);
    }
  }

  boolean isPut(String id, String user) {
    return put.contains(new Mark(id, user));
  }

  /// @return whether it is new
  boolean unshown(String id, String user) {
    boolean first = unshown.add(new Mark(id, user));
    if (first) {
      history.add(
          "failed", "a notice", "The tray of " + user + " could not show it; others try: " + id);
    }
    return first;
  }

  boolean isUnshown(String id, String user) {
    return unshown.contains(new Mark(id, user));
  }
}
