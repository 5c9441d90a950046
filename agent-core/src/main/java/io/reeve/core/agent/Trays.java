package io.reeve.core.agent;

import io.reeve.core.desk.People.Person;
import io.reeve.core.desk.Presence;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// Who has a tray, and what it says of its person. A tray that is not heard of for a minute is
/// gone: each asks at least twice in that time.
final class Trays {
  private static final Duration GONE = Duration.ofMinutes(1);
  private static final int MOST = 256;

  private final LongSupplier nanos;
  private final Map<String, Heard> heard = new HashMap<>();

  private record Heard(long at, Presence presence) {}

  /// @param nanos a monotonic clock, as [System#nanoTime]
  Trays(LongSupplier nanos) {
    this.nanos = nanos;
  }

  synchronized void hear(String user, Presence presence) {
    forget();
    if (heard.size() < MOST || heard.containsKey(user)) {
      heard.put(user, new Heard(nanos.getAsLong(), presence));
    }
  }

  synchronized boolean isThere(String user) {
    forget();
    return heard.containsKey(user);
  }

  /// What the system says, with what the trays of those say who decide here. The word of anybody
  /// else does not count: a tray is a program of its person's, and says what they want.
  ///
  /// @param deciding who has a say in a restart
  synchronized Presence with(Presence system, List<Person> deciding, String unnamed) {
    forget();
    var words =
        heard.entrySet().stream()
            .filter(entry -> entry.getKey().equals(unnamed) || isAmong(deciding, entry.getKey()))
            .map(entry -> entry.getValue().presence())
            .toList();
    return system.with(words);
  }

  private static boolean isAmong(List<Person> people, String user) {
    return people.stream().anyMatch(person -> person.user().equals(user));
  }

  private void forget() {
    long now = nanos.getAsLong();
    heard.values().removeIf(each -> now - each.at > GONE.toNanos());
  }
}
