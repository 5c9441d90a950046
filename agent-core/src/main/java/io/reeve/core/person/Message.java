package io.reeve.core.person;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// A message of the organisation to whoever is at the machine. Its text is safe to show.
///
/// @param number tells it from others
/// @param at when it came, by this machine's clock
/// @param urgent whether it does not wait for a good moment
/// @param title may be empty
/// @param waited how long it has been waiting
/// @param released whether it may be shown
/// @param seen who has read it or put it away
/// @param put on whose screen or terminal it was, who may not have seen it
public record Message(
    long number,
    Instant at,
    boolean urgent,
    String title,
    String text,
    Duration waited,
    boolean released,
    Set<String> seen,
    Set<String> put) {
  public Message {
    seen = Set.copyOf(seen);
    put = Set.copyOf(put);
  }

  Message after(Duration passed) {
    return new Message(number, at, urgent, title, text, waited.plus(passed), released, seen, put);
  }

  Message shown() {
    return new Message(number, at, urgent, title, text, Duration.ZERO, true, seen, put);
  }

  Message seenBy(Set<String> users) {
    return new Message(number, at, urgent, title, text, waited, released, users, put);
  }

  Message putBefore(Set<String> users) {
    return new Message(number, at, urgent, title, text, waited, released, seen, users);
  }
}
