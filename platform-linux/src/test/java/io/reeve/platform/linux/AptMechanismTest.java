package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

final class AptMechanismTest implements MechanismContract {
  @TempDir Path root;

  @Override
  public Mechanism mechanism() throws IOException {
    return new DropInMechanism("apt", Scratch.host(root), new Families.Apt());
  }

  @Override
  public Address address() {
    return new Address("apt", Map.of("key", "APT::Periodic::Unattended-Upgrade"));
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("1"), Value.of("0"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(new Address("apt", Map.of("key", "APT::Periodic::Update-Package-Lists")));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(new Address("apt", Map.of()), new Address("apt", Map.of("key", "APT Periodic")));
  }

  @Override
  public Optional<Path> scratch() {
    return Optional.of(root);
  }

  private Mechanism.Point point() throws IOException {
    return mechanism().bind(address());
  }

  @Test
  void theMainFileIsReadLastAndItsLineIsTurnedOff() throws IOException {
    Scratch.file(root, "/etc/apt/apt.conf", "APT::Periodic::Unattended-Upgrade \"0\";\n");
    point().write(Value.of("1"));
    assertThat(point().read()).isEqualTo(Value.of("1"));
  }

  @Test
  void aBlockOfSomebodyElseIsUnderstood() throws IOException {
    Scratch.file(
        root,
        "/etc/apt/apt.conf.d/20auto",
        "// comment\napt { Periodic { Unattended-Upgrade \"7\"; }; };\n");
    assertThat(point().read()).isEqualTo(Value.of("7"));
  }

  @Test
  void aQuoteInAValueIsRefused() {
    assertThatThrownBy(() -> point().write(Value.of("1\"; Evil \"")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aptItselfReadsTheScratchRoot() throws IOException {
    Tools.need("/usr/bin/apt-config", "apt");
    point().write(Value.of("1"));
    assertThat(AptConfig.value(Scratch.host(root), "APT::Periodic::Unattended-Upgrade"))
        .contains("1");
    assertThat(AptConfig.value(Scratch.host(root), "Dir")).contains(root.toString());
  }
}
