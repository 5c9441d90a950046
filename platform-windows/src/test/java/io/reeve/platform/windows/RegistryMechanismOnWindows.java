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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The contract on the registry itself, below a key of the test's own.
final class RegistryMechanismOnWindows implements MechanismContract {
  private static final RegistryKey OWN = RegistryKey.machine("SOFTWARE\\ReeveTest");
  private static final RegistryKey DEEP = OWN.child("Policies").child("Some Area");
  private final Registry registry = new NativeRegistry(WineWin32.here());

  @BeforeEach
  @AfterEach
  void takeAwayWhatTheTestMade() throws IOException {
    for (var key : List.of(DEEP, OWN.child("Policies"), OWN)) {
      for (var name : registry.names(key)) {
        registry.delete(key, name);
      }
    }
    assertThat(registry.has(OWN)).as("%s is there", OWN).isFalse();
  }

  @Override
  public Mechanism mechanism() {
    return new RegistryMechanism(Optional.of(registry), Optional.empty());
  }

  private static Address address(String name, String type) {
    return new Address("registry", Map.of("path", DEEP.path(), "name", name, "type", type));
  }

  @Override
  public Address address() {
    return address("Timeout", "dword");
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("0"), Value.of("4294967295"), Value.of("900"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(address("Other", "dword"));
  }

  @Override
  public List<Address> badAddresses() {
    return RegistryMechanismTest.BAD;
  }

  @Test
  void theKeysWeMadeGoWithTheLastValueAndThoseOfOthersStay() throws IOException {
    var point = mechanism().bind(address());
    var before = point.capture();
    point.write(Value.of("5"));
    registry.set(OWN, "of somebody else", RegistryData.number(1));
    point.restore(before);
    assertThat(registry.has(DEEP)).isFalse();
    assertThat(registry.has(OWN.child("Policies"))).isFalse();
    assertThat(registry.names(OWN)).containsExactly("of somebody else");
  }

  @Test
  void aValueOfAnotherTypeComesBackAsItWas() throws IOException {
    var foreign = RegistryData.of(Advapi32Registry.REG_BINARY, new byte[] {1, 0, 2});
    registry.set(DEEP, "Timeout", foreign);
    var point = mechanism().bind(address());
    var before = point.capture();
    assertThat(point.read()).isEqualTo(Value.absent());
    point.write(Value.of("5"));
    point.restore(before);
    assertThat(registry.value(DEEP, "Timeout")).contains(foreign);
  }

  @Test
  void textsAndListsOfAnyScriptAreKept() throws IOException {
    var text = "Grüße, 世界 🌍 " + "x".repeat(4000);
    var point = mechanism().bind(address("Text", "string"));
    point.write(Value.of(text));
    assertThat(point.read()).isEqualTo(Value.of(text));
    var list = mechanism().bind(address("List", "lines"));
    list.write(Value.of("eins\nzwei"));
    assertThat(list.read()).isEqualTo(Value.of("eins\nzwei"));
    assertThat(registry.names(DEEP)).containsExactlyInAnyOrder("Text", "List");
    assertThat(registry.subkeys(OWN)).containsExactly("Policies");
  }

  @Test
  void whatIsRefusedSaysWhatAndWhy() {
    org.assertj.core.api.Assertions.assertThatThrownBy(() ->
            registry.set(
                new RegistryKey(RegistryKey.Hive.USERS, "\\"), "x", RegistryData.number(1)))
        .isInstanceOf(io.reeve.core.spi.OsException.class)
        .hasMessageContaining("Reg")
        .hasMessageContaining("HKU");
  }

  @Test
  void changesByOthersAreTold() throws Exception {
    var told = new LinkedBlockingQueue<String>();
    var mechanism = mechanism();
    mechanism.bind(address());
    try (var _ = mechanism.watch(told::add)) {
      registry.set(OWN, "of somebody else", RegistryData.number(1));
      assertThat(told.poll(30, TimeUnit.SECONDS)).as("a key above was made").isEmpty();
      registry.set(DEEP, "Timeout", RegistryData.number(7));
      assertThat(told.poll(30, TimeUnit.SECONDS)).as("the value was made").isEmpty();
    }
    told.clear();
    registry.set(DEEP, "Timeout", RegistryData.number(8));
    assertThat(told).isEmpty();
  }
}
