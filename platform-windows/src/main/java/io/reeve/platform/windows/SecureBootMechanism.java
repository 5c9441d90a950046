package io.reeve.platform.windows;

import io.reeve.core.files.ReadOnlyPoint;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.util.Optional;

/// Whether the machine started with Secure Boot, as Windows found it: 1 on, 2 off, 0 where the
/// firmware has no such thing. It takes no parameters and is only read.
final class SecureBootMechanism implements Mechanism {
  private static final RegistryKey STATE =
      RegistryKey.machine("SYSTEM\\CurrentControlSet\\Control\\SecureBoot\\State");
  private final Optional<Registry> registry;

  /// @param registry empty where this is no real machine
  SecureBootMechanism(Optional<Registry> registry) {
    this.registry = registry;
  }

  @Override
  public String name() {
    return "secure-boot";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    if (!address.parameters().isEmpty()) {
      throw new IllegalArgumentException("secure-boot takes no parameters: " + address);
    }
    var there =
        registry.orElseThrow(() -> new NotApplicableException("a scratch root has no firmware"));
    ReadOnlyPoint point =
        () -> {
          var enabled = there.value(STATE, "UEFISecureBootEnabled").flatMap(RegistryData::number);
          return Value.of(enabled.map(state -> state == 1 ? 1L : 2L).orElse(0L));
        };
    return point;
  }
}
