package io.reeve.platform.windows;

import io.reeve.core.files.ReadOnlyPoint;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.util.Map;
import java.util.Optional;

/// Whether Windows Update waits for a restart. Parameter: `what`, which is `restart`. It is only
/// read.
final class UpdateStatusMechanism implements Mechanism {
  private static final Map<String, String> KNOWN = Map.of("what", "restart");
  private final Optional<Registry> registry;

  /// @param registry empty where this is no real machine
  UpdateStatusMechanism(Optional<Registry> registry) {
    this.registry = registry;
  }

  @Override
  public String name() {
    return "update-status";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    if (!address.parameters().equals(KNOWN)) {
      throw new IllegalArgumentException("update-status knows restart only: " + address);
    }
    var restart =
        new Restart(
            registry.orElseThrow(
                () -> new NotApplicableException("a scratch root has no updates of its own")));
    ReadOnlyPoint point = () -> Value.of(restart.isWantedByUpdates());
    return point;
  }
}
