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

final class SystemdConfMechanismTest implements MechanismContract {
  @TempDir Path root;

  @Override
  public Mechanism mechanism() throws IOException {
    return new DropInMechanism("systemd-conf", Scratch.host(root), new Families.Systemd());
  }

  @Override
  public Address address() {
    return new Address(
        "systemd-conf",
        Map.of("conf", "timesyncd.conf", "section", "Time", "key", "NTP", "list", "true"));
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("time.example"), Value.of("a.example b.example"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(
        new Address(
            "systemd-conf",
            Map.of(
                "conf",
                "timesyncd.conf",
                "section",
                "Time",
                "key",
                "FallbackNTP",
                "list",
                "true")));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(
        new Address("systemd-conf", Map.of("section", "Time", "key", "NTP")),
        new Address("systemd-conf", Map.of("conf", "../x.conf", "section", "T", "key", "N")),
        new Address("systemd-conf", Map.of("conf", "timesyncd.conf", "key", "NTP")));
  }

  @Override
  public Optional<Path> scratch() {
    return Optional.of(root);
  }

  private Mechanism.Point point() throws IOException {
    return mechanism().bind(address());
  }

  @Test
  void serversOfSomebodyElseAreForgottenNotAddedTo() throws IOException {
    Scratch.file(root, "/etc/systemd/timesyncd.conf", "[Time]\nNTP=pool.example\n");
    point().write(Value.of("time.example"));
    assertThat(point().read()).isEqualTo(Value.of("time.example"));
    assertThat(Scratch.text(root, "/etc/systemd/timesyncd.conf.d/99-zz-reeve.conf"))
        .contains("NTP=\nNTP=time.example\n");
  }

  @Test
  void aValueThatWouldSwallowTheNextLineIsRefused() throws IOException {
    var point = mechanism().bind(address());
    assertThatThrownBy(() -> point.write(Value.of("time.example\\")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be written");
    assertThat(point.read()).isEqualTo(Value.absent());
  }

  @Test
  void aKeyOfAnotherSectionIsNotOurs() throws IOException {
    Scratch.file(root, "/etc/systemd/timesyncd.conf", "[Other]\nNTP=pool.example\n");
    assertThat(point().read()).isEqualTo(Value.absent());
  }

  @Test
  void aDropInOfTheSameNameHidesTheVendors() throws IOException {
    Scratch.file(
        root, "/usr/lib/systemd/timesyncd.conf.d/10-a.conf", "[Time]\nNTP=vendor.example\n");
    Scratch.file(root, "/etc/systemd/timesyncd.conf.d/10-a.conf", "");
    assertThat(point().read()).isEqualTo(Value.absent());
  }
}
