package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SecureBootMechanismTest {
  private final MemoryRegistry registry = new MemoryRegistry();

  @Test
  void whatWindowsFoundIsToldInTheServicesWords() throws IOException {
    var mechanism = new SecureBootMechanism(Optional.of(registry));
    var point = mechanism.bind(new Address("secure-boot", Map.of()));
    assertThat(point.read()).isEqualTo(Value.of(0));
    var key = RegistryKey.machine("SYSTEM\\CurrentControlSet\\Control\\SecureBoot\\State");
    registry.given(key, "UEFISecureBootEnabled", RegistryData.number(1));
    assertThat(point.read()).isEqualTo(Value.of(1));
    registry.given(key, "UEFISecureBootEnabled", RegistryData.number(0));
    assertThat(point.read()).isEqualTo(Value.of(2));
    assertThatThrownBy(() -> point.write(Value.of(1))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> mechanism.bind(new Address("secure-boot", Map.of("x", "y"))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
