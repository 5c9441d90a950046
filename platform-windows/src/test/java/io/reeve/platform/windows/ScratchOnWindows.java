package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.Mechanism;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `reeve selftest --write` does with a policy: it goes through the registry itself, and is
/// none of the machine's.
final class ScratchOnWindows {
  private static final RegistryKey POLICY = RegistryKey.machine("SOFTWARE\\Policies\\ReeveTest");
  @TempDir Path root;

  @Test
  void aPolicyIsTriedInTheRegistryAndIsNone() throws IOException {
    var scratch = ScratchRegistry.of(WineWin32.here(), root);
    Mechanism mechanism = new RegistryMechanism(Optional.of(scratch), Optional.empty());
    var address =
        new Address("registry", Map.of("path", POLICY.path(), "name", "On", "type", "dword"));
    var point = mechanism.bind(address);
    var before = point.capture();
    point.write(Value.of("1"));
    mechanism.settle(List.of(address));
    assertThat(point.read()).isEqualTo(Value.of("1"));
    assertThat(new NativeRegistry(WineWin32.here()).has(POLICY)).isFalse();
    point.restore(before);
    assertThat(point.read()).isEqualTo(Value.absent());
    assertThat(scratch.registry().has(scratch.folder())).isFalse();
  }
}
