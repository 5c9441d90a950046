package io.reeve.core.agent;

import io.reeve.enroll.Identity;
import io.reeve.enroll.Tls;
import io.reeve.enroll.Trust;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The TLS of management sessions. Its context is kept for a while, so that a session takes up the
/// TLS session of the one before: that spares both sides the signatures and the looking at chains,
/// which is most of what a session without news costs. From any thread.
final class SessionTls {
  /// So often everything is proven anew.
  static final Duration LONGEST = Duration.ofHours(1);

  private final LongSupplier nanos;
  private final InstantSource clock;
  private final Function<Trust, String> state;
  private @Nullable Kept kept;

  /// @param nanos a monotonic clock, as [System#nanoTime], which may stand still while the machine
  ///   sleeps
  /// @param clock may be set, and runs while the machine sleeps
  SessionTls(LongSupplier nanos, InstantSource clock) {
    this(nanos, clock, Tls::state);
  }

  /// @param state as [Tls#state]
  SessionTls(LongSupplier nanos, InstantSource clock, Function<Trust, String> state) {
    this.nanos = nanos;
    this.clock = clock;
    this.state = state;
  }

  /// What a context was made of.
  private record Made(Trust trust, String state, Identity identity) {}

  private record Kept(Made of, long since, Instant at, SSLContext context) {
    boolean isFresh(long now, Instant time) {
      var age = Duration.between(at, time);
      return now - since < LONGEST.toNanos() && !age.isNegative() && age.compareTo(LONGEST) < 0;
    }
  }

  /// A context for that trust and identity.
  ///
  /// @param proof whether it has to be shown now that trust and identity still lead to the service
  synchronized SSLContext context(Trust trust, Identity identity, boolean proof) {
    long now = nanos.getAsLong();
    var time = clock.instant();
    var made = new Made(trust, state.apply(trust), identity);
    var known = kept;
    if (proof || known == null || !known.isFresh(now, time) || !known.of.equals(made)) {
      var context = Tls.context(trust, Optional.of(identity));
      context.getClientSessionContext().setSessionTimeout((int) LONGEST.toSeconds());
      known = new Kept(made, now, time, context);
      kept = known;
    }
    return known.context;
  }
}
