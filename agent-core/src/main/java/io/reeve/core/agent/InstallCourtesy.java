package io.reeve.core.agent;

import io.reeve.core.desk.Presence;
import io.reeve.core.person.GoodMoment;
import io.reeve.core.person.GoodMoment.Kind;
import io.reeve.core.person.GoodMoment.Waiting;
import io.reeve.core.person.Passing;
import io.reeve.core.person.PersonPolicy;
import io.reeve.core.spi.Courtesy;
import io.reeve.store.Notes;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Has installs wait for a good moment, for a day at most however many they are: the time is that
/// of all of them together, and goes on over restarts of the agent.
final class InstallCourtesy implements Courtesy {
  private static final Duration MOST = Duration.ofDays(1);
  private static final String WAITED = "person/installs-waited";
  private static final String LOOKED = "person/installs-looked";

  private final Supplier<Presence> presence;
  private final Notes notes;
  private final Clock clock;
  private final LongSupplier nanos;
  private Optional<Passing> passing = Optional.empty();

  /// @param presence what people do, by the system's word and the trays'
  /// @param nanos a monotonic clock, as [System#nanoTime]
  InstallCourtesy(Supplier<Presence> presence, Notes notes, Clock clock, LongSupplier nanos) {
    this.presence = presence;
    this.notes = notes;
    this.clock = clock;
    this.nanos = nanos;
  }

  @Override
  public Optional<String> against() {
    return GoodMoment.against(
            Kind.INSTALL, presence.get(), PersonPolicy.of(notes), new Waiting(waited(), MOST))
        .map(reason -> reason.name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  /// The time before the first look is nobody's.
  private Duration waited() {
    boolean first = notes.get(WAITED).isEmpty();
    if (first) {
      notes.remove(LOOKED);
      passing = Optional.empty();
    }
    var time = passing.orElseGet(() -> Passing.resume(notes, LOOKED, clock, nanos));
    passing = Optional.of(time);
    var before = notes.get(WAITED).map(Duration::parse).orElse(Duration.ZERO);
    var now = before.plus(time.take());
    notes.put(WAITED, now.toString());
    time.keep(notes);
    return now;
  }

  @Override
  public void rest() {
    forget(notes);
  }

  static void forget(Notes notes) {
    notes.remove(WAITED);
    notes.remove(LOOKED);
  }
}
