package io.reeve.core.escrow;

import io.reeve.core.escrow.LapsState.Since;
import io.reeve.core.spi.LocalAccounts;
import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.Value;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// When the password is to be changed because of its age: at once when the service has never had
/// it, when it is another account's, or when nobody knows which one counts.
///
/// It is looked at when a session has ended well, so a service that is not reached is not waited
/// for. Ages are counted by the service's clock; a day that lies ahead by more than a little was
/// never one, and the password of such a day is changed. Whatever clocks do, tries of one account
/// are hours apart. On the loop's thread.
final class PasswordAge {
  private static final Logger LOG = LoggerFactory.getLogger(PasswordAge.class);

  /// Longer than one try can take.
  private static final Duration FIRST_PAUSE = Duration.ofHours(2);

  private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
  private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);
  private static final int DOUBLINGS = 5;

  private final LocalAccounts accounts;
  private final Escrow escrow;
  private final LapsPolicies policies;
  private final LapsState state;
  private final InstantSource time;
  private final LongSupplier nanos;
  private Optional<Try> last = Optional.empty();

  /// @param count how many there were for this account since one was not due
  private record Try(Optional<String> account, long nanos, int count) {
    Duration pause() {
      var pause = FIRST_PAUSE.multipliedBy(1L << Math.clamp(count - 1, 0, DOUBLINGS));
      return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
  }

  /// @param time the service's clock
  /// @param nanos a monotonic clock, as [System#nanoTime]
  PasswordAge(
      LocalAccounts accounts,
      Escrow escrow,
      LapsPolicies policies,
      LapsState state,
      InstantSource time,
      LongSupplier nanos) {
    this.accounts = accounts;
    this.escrow = escrow;
    this.policies = policies;
    this.state = state;
    this.time = time;
    this.nanos = nanos;
  }

  /// A session has ended well.
  ///
  /// @param action changes the password
  /// @param start runs it
  void look(RemoteAction action, Consumer<RemoteAction> start) {
    if (!isWanted() || escrow.waiting().isPresent()) {
      return;
    }
    var account = policies.account();
    if (!isDue()) {
      last = last.map(tried -> new Try(tried.account(), tried.nanos(), 0));
      return;
    }
    var before = last.filter(tried -> tried.account().equals(account));
    if (before.filter(this::isRecent).isPresent()) {
      return;
    }
    int count = before.map(Try::count).orElse(0) + 1;
    last = Optional.of(new Try(account, nanos.getAsLong(), count));
    if (!isKnownObstacle(action)) {
      start.accept(action);
    }
  }

  private boolean isRecent(Try tried) {
    return nanos.getAsLong() - tried.nanos() < tried.pause().toNanos();
  }

  /// What stands in the way is told once.
  private boolean isKnownObstacle(RemoteAction action) {
    try {
      var obstacle = action.obstacle(Value.absent());
      return obstacle.isPresent() && obstacle.equals(state.trouble());
    } catch (IOException e) {
      LOG.debug("whether the password can be set is not known; it is tried", e);
      return false;
    }
  }

  private boolean isDue() {
    var due = due();
    var now = time.instant();
    return due.isEmpty()
        || !due.get().isAfter(now)
        || state.since().orElseThrow().at().isAfter(now.plus(CLOCKS_DIFFER));
  }

  /// Whether the service wants it to be changed by its age.
  boolean isWanted() {
    return policies.age().isPresent();
  }

  /// When it is due; empty for now.
  Optional<Instant> due() {
    return policies
        .age()
        .flatMap(
            age -> state.since().filter(this::isOfThis).map(Since::at).map(at -> at.plus(age)));
  }

  private boolean isOfThis(Since since) {
    try {
      var named = policies.account();
      return since.account().equals(named.isPresent() ? named.get() : accounts.administrator());
    } catch (IOException e) {
      LOG.debug("whose password it is cannot be told now", e);
      return false;
    }
  }
}
