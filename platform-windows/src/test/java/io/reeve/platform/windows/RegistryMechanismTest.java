package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.harness.MechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RegistryMechanismTest implements MechanismContract {
  private static final String PATH = "SOFTWARE\\Policies\\Microsoft\\W32Time\\Parameters";
  static final List<Address> BAD =
      List.of(
          new Address("registry", Map.of()),
          new Address("registry", Map.of("path", PATH, "name", "x")),
          new Address("registry", Map.of("path", PATH, "name", "x", "type", "qword")),
          new Address("registry", Map.of("path", PATH, "name", "a\0b", "type", "dword")),
          new Address("registry", Map.of("path", "SOFTWARE", "name", "x", "type", "dword")),
          new Address("registry", Map.of("path", "SAM\\SAM", "name", "x", "type", "dword")),
          new Address(
              "registry", Map.of("path", "SOFTWARE\\\\Policies", "name", "x", "type", "dword")));
  private final MemoryRegistry registry = new MemoryRegistry();
  private final MemoryServices services = new MemoryServices();

  @Override
  public Mechanism mechanism() {
    return new RegistryMechanism(Optional.of(registry), Optional.of(services));
  }

  private static Address address(String name, String type) {
    return new Address("registry", Map.of("path", PATH, "name", name, "type", type));
  }

  @Override
  public Address address() {
    return address("NtpServer", "string");
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("time.example,0x9"), Value.of(""), Value.of("a b"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(address("Type", "string"));
  }

  @Override
  public List<Address> badAddresses() {
    return BAD;
  }

  @Test
  void namesAreToldApartAsTheRegistryDoes() {
    assertThat(RegistryKey.machine("SOFTWARE\\A")).isEqualTo(RegistryKey.machine("software\\a"));
    assertThat(RegistryKey.machine("Software\\A\\b").isWithin(RegistryKey.machine("SOFTWARE\\a")))
        .isTrue();
    assertThat(RegistryKey.machine("Software\\Ab").isWithin(RegistryKey.machine("SOFTWARE\\a")))
        .isFalse();
  }

  @Test
  void theServiceThatReadsItIsToldOnce() throws IOException {
    var one = new java.util.TreeMap<>(address().parameters());
    one.put("service", "w32time");
    var two = new java.util.TreeMap<>(one);
    two.put("name", "Type");
    var written = List.of(new Address("registry", one), new Address("registry", two));
    assertThat(mechanism().effect(written)).isEqualTo("tells w32time");
    mechanism().settle(written);
    assertThat(services.told).containsExactly("w32time");
  }

  @Test
  void aScratchRootHasNone() {
    var none = new RegistryMechanism(Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> none.bind(address())).isInstanceOf(NotApplicableException.class);
  }

  @Test
  void aValueOfAnotherTypeIsNotInForceAndComesBack() throws IOException {
    var foreign = RegistryData.number(3);
    registry.given(RegistryKey.machine(PATH), "NtpServer", foreign);
    var point = mechanism().bind(address());
    var before = point.capture();
    assertThat(point.read()).isEqualTo(Value.absent());
    point.write(Value.of("x"));
    point.restore(before);
    assertThat(registry.value(RegistryKey.machine(PATH), "ntpserver")).contains(foreign);
  }

  @Test
  void theWatchTellsAndEnds() throws IOException {
    var heard = new ArrayList<String>();
    var mechanism = mechanism();
    mechanism.bind(address());
    var watch = mechanism.watch(heard::add);
    registry.given(RegistryKey.machine("SOFTWARE\\Other"), "x", RegistryData.number(1));
    registry.given(RegistryKey.machine(PATH), "x", RegistryData.number(1));
    watch.close();
    registry.given(RegistryKey.machine(PATH), "x", RegistryData.number(2));
    assertThat(heard).containsExactly("");
  }
}
