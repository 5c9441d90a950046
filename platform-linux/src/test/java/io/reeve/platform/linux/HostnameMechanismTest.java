package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.harness.MechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With the real systemd-hostnamed, on a bus of its own, with a host name and an `/etc` of its own.
final class HostnameMechanismTest implements MechanismContract {
  private static final String HOSTNAMED = "/lib/systemd/systemd-hostnamed";
  @TempDir Path root;
  @TempDir Path machine;
  private @Nullable PrivateBus bus;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Tools.needRoot();
    Tools.need(HOSTNAMED, "systemd");
    Tools.need("/usr/bin/dbus-daemon", "dbus");
    var started = PrivateBus.start(machine);
    bus = started;
    started.service(
        "org.freedesktop.hostname1",
        List.of(
            "/usr/bin/unshare",
            "--uts",
            "--mount",
            "/bin/sh",
            "-c",
            "mount -t tmpfs none /run && mount --bind \"$1\" /etc && exec \"$2\"",
            "sh",
            machine.resolve("etc").toString(),
            HOSTNAMED));
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (bus != null) {
      bus.stop();
    }
  }

  @Override
  public Mechanism mechanism() {
    if (bus == null) {
      throw new IllegalStateException("not started");
    }
    return new HostnameMechanism(Scratch.host(root), Optional.of(bus.address()));
  }

  @Override
  public Address address() {
    return new Address("hostname", Map.of());
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("laptop-17"), Value.of("laptop-18"));
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
  void theNameOfTheHostsFileFollowsAndComesBack() throws IOException {
    var hosts = "127.0.0.1 localhost\n127.0.1.1 old.example old\n";
    Scratch.file(root, "/etc/hosts", hosts);
    var point = mechanism().bind(address());
    var before = point.capture();
    point.write(Value.of("laptop-17"));
    assertThat(Scratch.text(root, "/etc/hosts")).contains("127.0.1.1\tlaptop-17\n");
    assertThat(Files.readString(machine.resolve("etc/hostname"))).isEqualTo("laptop-17\n");
    point.restore(before);
    assertThat(Scratch.text(root, "/etc/hosts")).isEqualTo(hosts);
    assertThat(machine.resolve("etc/hostname")).doesNotExist();
  }

  @Test
  void aNameThatIsNoneIsRefused() {
    assertThatThrownBy(() -> mechanism().bind(address()).write(Value.of("-bad-")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("-bad-");
  }

  @Test
  void aScratchRootHasNoName() {
    assertThatThrownBy(() -> new HostnameMechanism(Scratch.host(root)).bind(address()))
        .isInstanceOf(NotApplicableException.class);
  }
}
