package io.reeve.harness.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.files.HostsMechanism;
import io.reeve.core.files.Settler;
import io.reeve.core.spi.Mechanism;
import io.reeve.harness.MechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostsMechanismTest implements MechanismContract {
  @TempDir Path root;

  @Override
  public Mechanism mechanism() throws IOException {
    return new HostsMechanism(Scratch.host(root), "/etc/hosts", Settler.nothing());
  }

  @Override
  public Address address() {
    return new Address("hosts", Map.of("name", "update.example"));
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("192.0.2.1"), Value.of("192.0.2.2 2001:db8::2"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(new Address("hosts", Map.of("name", "proxy.example")));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(
        new Address("hosts", Map.of()),
        new Address("hosts", Map.of("name", "a b")),
        new Address("hosts", Map.of("name", "-a")),
        new Address("hosts", Map.of("name", "a..b")));
  }

  @Override
  public Optional<Path> scratch() {
    return Optional.of(root);
  }

  private Mechanism.Point point() throws IOException {
    return mechanism().bind(address());
  }

  @Test
  void theBlockStandsFirstBecauseTheResolverTakesTheFirstLine() throws IOException {
    var hosts = "127.0.0.1 localhost\n192.0.2.9 update.example # old";
    Scratch.file(root, "/etc/hosts", hosts);
    assertThat(point().read()).isEqualTo(Value.of("192.0.2.9"));
    var before = point().capture();
    point().write(Value.of("192.0.2.1"));
    assertThat(point().read()).isEqualTo(Value.of("192.0.2.1"));
    assertThat(Scratch.text(root, "/etc/hosts"))
        .startsWith("# BEGIN reeve\n192.0.2.1\tupdate.example\n");
    point().restore(before);
    assertThat(Scratch.text(root, "/etc/hosts")).isEqualTo(hosts);
  }
}
