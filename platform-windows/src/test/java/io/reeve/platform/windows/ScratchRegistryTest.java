package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.Mechanism;
import io.reeve.harness.MechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The contract, in the place that a scratch root has instead of the machine's registry.
final class ScratchRegistryTest implements MechanismContract {
  private static final RegistryKey FOLDER =
      new RegistryKey(RegistryKey.Hive.USERS, "S-1-5-21-1-2-3-1001\\Software\\Reeve\\Scratch\\a");
  private static final RegistryKey POLICY = RegistryKey.machine("SOFTWARE\\Policies\\Example");
  private final MemoryRegistry windows = new MemoryRegistry();
  private final Registry scratch = new ScratchRegistry(windows, FOLDER);

  @Override
  public Mechanism mechanism() {
    return new RegistryMechanism(Optional.of(scratch), Optional.empty());
  }

  @Override
  public Address address() {
    return address("Timeout");
  }

  private static Address address(String name) {
    return new Address(
        "registry",
        Map.of("path", POLICY.path(), "name", name, "type", "dword", "service", "w32time"));
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("0"), Value.of("900"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(address("Other"));
  }

  @Override
  public List<Address> badAddresses() {
    return RegistryMechanismTest.BAD;
  }

  @Test
  void whatIsWrittenIsNoPolicyOfTheMachineAndGoesWithoutATrace() throws IOException {
    var mechanism = mechanism();
    var point = mechanism.bind(address());
    var before = point.capture();
    point.write(Value.of("5"));
    mechanism.settle(List.of(address()));
    assertThat(windows.has(POLICY)).isFalse();
    assertThat(scratch.names(POLICY)).containsExactly("Timeout");
    assertThat(scratch.subkeys(RegistryKey.machine("SOFTWARE"))).containsExactly("Policies");
    point.restore(before);
    assertThat(scratch.has(POLICY)).isFalse();
    assertThat(windows.subkeys(new RegistryKey(RegistryKey.Hive.USERS, "S-1-5-21-1-2-3-1001")))
        .isEmpty();
  }

  @Test
  void whatIsWatchedIsInThere() throws IOException {
    try (var _ = scratch.watch(() -> Set.of(POLICY), _ -> {})) {
      assertThat(windows.watched()).containsExactly(FOLDER.child("HKLM\\" + POLICY.path()));
    }
  }
}
