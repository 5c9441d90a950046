package io.reeve.platform.linux;

import io.reeve.core.files.Checks;
import io.reeve.core.files.ReadOnlyPoint;
import io.reeve.core.programs.SlowReading;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/// Which updates wait, and when that was last looked up. Only read. The parameter `what` is
/// `pending`, `security`, `restart` or `refreshed`.
///
/// Counting takes the package tool seconds. Who asks waits four at most and is told to ask again;
/// what was counted is good for a quarter of an hour unless packages or lists change before.
final class UpdateStatusMechanism implements Mechanism {
  private static final Pattern WHAT = Pattern.compile("pending|security|restart|refreshed");
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Duration LASTING = Duration.ofMinutes(15);

  private final Host host;
  private final SlowReading<PendingUpdates.Counts> counts;

  UpdateStatusMechanism(Host host) {
    this(host, PATIENCE);
  }

  /// @param patience how long one who asks waits
  UpdateStatusMechanism(Host host, Duration patience) {
    this.host = host;
    this.counts = new SlowReading<>(host.clock(), patience, LASTING);
  }

  @Override
  public String name() {
    return "update-status";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var what = Checks.parameter(address, "what", WHAT);
    var updates = tool();
    ReadOnlyPoint point = () -> read(updates, what);
    return point;
  }

  private PendingUpdates tool() throws NotApplicableException {
    if (Files.exists(host.path(AptUpdates.PROGRAM))) {
      return new AptUpdates(host);
    }
    if (Files.exists(host.path(DnfUpdates.PROGRAM))) {
      return new DnfUpdates(host);
    }
    throw new NotApplicableException("neither apt-get nor dnf is installed");
  }

  private Value read(PendingUpdates updates, String what) throws IOException {
    return switch (what) {
      case "restart" -> Value.of(updates.restartNeeded());
      case "refreshed" ->
          updates
              .refreshed()
              .map(at -> Value.of(at.truncatedTo(ChronoUnit.SECONDS).toString()))
              .orElse(Value.absent());
      case "security" -> Value.of(counts(updates).security());
      default -> Value.of(counts(updates).all());
    };
  }

  private PendingUpdates.Counts counts(PendingUpdates updates) throws IOException {
    return counts.get(updates.stamp(), updates::count);
  }
}
