package io.reeve.core.agent;

import io.reeve.enroll.Identity;
import io.reeve.enroll.Tls;
import io.reeve.enroll.Trust;
import java.time.Duration;
import java.util.Optional;
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
  private @Nullable Kept kept;

  /// @param nanos a monotonic clock, as [System#nanoTime]
  SessionTls(LongSupplier nanos) {
    this.nanos = nanos;
  }

  private record Kept(Trust trust, Identity identity, long since, SSLContext context) {}

  /// A context for that trust and identity.
  ///
  /// @param proof whether it has to be shown now that trust and identity still lead to the service
  synchronized SSLContext context(Trust trust, Identity identity, boolean proof) {
    long now = nanos.getAsLong();
    var known = kept;
    if (proof
        || known == null
        || now - known.since >= LONGEST.toNanos()
        || !known.trust.equals(trust)
        || !known.identity.equals(identity)) {
      var context = Tls.context(trust, Optional.of(identity));
      context.getClientSessionContext().setSessionTimeout((int) LONGEST.toSeconds());
      known = new Kept(trust, identity, now, context);
      kept = known;
    }
    return known.context;
  }
}
