package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.Mechanism;
import io.reeve.harness.MechanismContract;
import io.reeve.platform.macos.SystemNames.Kind;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostnameMechanismTest implements MechanismContract {
  private final Memory names = new Memory();
  @TempDir Path root;

  /// Names as a Mac has them; without a host name that is set the kernel's follows the local one.
  private static final class Memory implements SystemNames {
    private final Map<Kind, String> set = new EnumMap<>(Kind.class);

    Memory() {
      set.put(Kind.COMPUTER, "Alice’s MacBook");
      set.put(Kind.LOCAL_HOST, "Alices-MacBook");
    }

    @Override
    public Optional<String> name(Kind kind) {
      return kind == Kind.HOST
          ? Optional.of(set.getOrDefault(kind, set.get(Kind.LOCAL_HOST) + ".local"))
          : Optional.ofNullable(set.get(kind));
    }

    @Override
    public Optional<String> setHostName() {
      return Optional.ofNullable(set.get(Kind.HOST));
    }

    @Override
    public void set(Kind kind, Optional<String> name) {
      name.ifPresentOrElse(text -> set.put(kind, text), () -> set.remove(kind));
    }
  }

  @Override
  public Mechanism mechanism() {
    return new HostnameMechanism(
        new FakeMac().at(root), names, () -> "C02ABCDE", (_, _) -> () -> {});
  }

  @Override
  public Address address() {
    return new Address("hostname", Map.of());
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("mac-1.example"), Value.of("mac-%SERIAL%"));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(new Address("hostname", Map.of("name", "x")));
  }

  @Override
  public Optional<Path> scratch() {
    return Optional.of(root);
  }

  @Test
  void allThreeNamesFollowAndComeBackAsTheyWere() throws IOException {
    var place = mechanism().bind(address());
    var before = place.capture();
    place.write(Value.of("mac-1.example"));
    assertThat(names.set)
        .containsEntry(Kind.COMPUTER, "mac-1")
        .containsEntry(Kind.LOCAL_HOST, "mac-1")
        .containsEntry(Kind.HOST, "mac-1.example");
    place.restore(before);
    assertThat(names.set)
        .containsEntry(Kind.COMPUTER, "Alice’s MacBook")
        .containsEntry(Kind.LOCAL_HOST, "Alices-MacBook")
        .doesNotContainKey(Kind.HOST);
  }

  @Test
  void theNumberThatMacosAddsToTheLocalNameIsNoDriftButAnotherNameIs() throws IOException {
    var place = mechanism().bind(address());
    place.write(Value.of("mac-1"));
    names.set.put(Kind.LOCAL_HOST, "mac-1-2");
    assertThat(place.read()).isEqualTo(Value.of("mac-1"));
    names.set.put(Kind.LOCAL_HOST, "mac-10");
    assertThat(place.read()).isEqualTo(Value.absent());
  }
}
