package io.reeve.platform.windows;

import io.reeve.core.files.Checks;
import io.reeve.core.files.ReadOnlyPoint;
import io.reeve.core.programs.SlowReading;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which updates wait, when that was last looked up, and whether a restart is waited for. Only
/// read. The parameter `what` is `pending`, `security`, `restart` or `refreshed`.
///
/// Who asks waits four seconds at most and is told to ask again; what was counted is good for a
/// quarter of an hour.
final class UpdateStatusMechanism implements Mechanism {
  private static final Pattern WHAT = Pattern.compile("pending|security|restart|refreshed");
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Duration LASTING = Duration.ofMinutes(15);

  private final Optional<? extends Registry> registry;
  private final Optional<? extends Updates> updates;
  private final SlowReading<Updates.Counts> counts;
  private final SlowReading<Optional<Instant>> refreshed;

  /// @param registry empty where this is no real machine, as are the updates
  UpdateStatusMechanism(
      Optional<? extends Registry> registry, Optional<? extends Updates> updates, Clock clock) {
    this.registry = registry;
    this.updates = updates;
    this.counts = new SlowReading<>(clock, PATIENCE, LASTING);
    this.refreshed = new SlowReading<>(clock, PATIENCE, LASTING);
  }

  @Override
  public String name() {
    return "update-status";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var what = Checks.parameter(address, "what", WHAT);
    if (registry.isEmpty() || updates.isEmpty()) {
      throw new NotApplicableException("a scratch root has no updates of its own");
    }
    var restart = new Restart(registry.get());
    var source = updates.get();
    ReadOnlyPoint point = () -> read(what, restart, source);
    return point;
  }

  private Value read(String what, Restart restart, Updates source) throws IOException {
    return switch (what) {
      case "restart" -> Value.of(restart.isWantedByUpdates());
      case "refreshed" ->
          refreshed
              .get("", source::refreshed)
              .map(at -> Value.of(at.truncatedTo(ChronoUnit.SECONDS).toString()))
              .orElse(Value.absent());
      case "security" -> Value.of(counts.get("", source::count).security());
      default -> Value.of(counts.get("", source::count).all());
    };
  }
}
