package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.files.GivenName;
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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
    return new HostnameMechanism(
        Scratch.host(root), Optional.of(bus.address()), HostnameMechanism::toldName);
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
    assertThat(Scratch.text(root, "/etc/hosts"))
        .contains("127.0.1.1\tlaptop-17.example laptop-17\n");
    assertThat(Files.readString(machine.resolve("etc/hostname"))).isEqualTo("laptop-17\n");
    point.restore(before);
    assertThat(Scratch.text(root, "/etc/hosts")).isEqualTo(hosts);
    assertThat(machine.resolve("etc/hostname")).doesNotExist();
  }

  @Test
  void aLineThatSomebodyPutsBackIsSeen() throws IOException {
    Scratch.file(root, "/etc/hosts", "127.0.1.1 old\n");
    var point = mechanism().bind(address());
    point.write(Value.of("laptop-17"));
    Scratch.file(root, "/etc/hosts", "127.0.1.1 old\n");
    assertThat(point.read()).isEqualTo(Value.absent());
    point.write(Value.of("laptop-17"));
    assertThat(point.read()).isEqualTo(Value.of("laptop-17"));
  }

  @Test
  void aLineIsMadeWhereNothingElseResolvesTheName() throws IOException {
    Scratch.file(root, "/etc/hosts", "127.0.0.1 localhost\n");
    var point = mechanism().bind(address());
    var before = point.capture();
    point.write(Value.of("laptop-17"));
    assertThat(Scratch.text(root, "/etc/hosts")).contains("127.0.1.1\tlaptop-17\n");
    point.restore(before);
    assertThat(Scratch.text(root, "/etc/hosts")).isEqualTo("127.0.0.1 localhost\n");
    Scratch.file(root, "/etc/nsswitch.conf", "hosts: files myhostname dns\n");
    point.write(Value.of("laptop-18"));
    assertThat(Scratch.text(root, "/etc/hosts")).isEqualTo("127.0.0.1 localhost\n");
  }

  @Test
  void randomDigitsAreDrawnOnceAndRepairedTheSame() throws IOException {
    var asked = Value.of("pc-%RAND:6%%SERIAL%");
    mechanism().bind(address()).write(asked);
    var name = Files.readString(machine.resolve("etc/hostname"));
    assertThat(name).matches("pc-[0-9]{6}\n");
    assertThat(mechanism().bind(address()).read()).isEqualTo(asked);
    mechanism().bind(address()).write(Value.of("other"));
    var other = mechanism().bind(address()).capture();
    mechanism().bind(address()).write(asked);
    assertThat(Files.readString(machine.resolve("etc/hostname"))).isNotEqualTo(name);
    mechanism().bind(address()).write(asked);
    assertThat(mechanism().bind(address()).read()).isEqualTo(asked);
    mechanism().bind(address()).restore(other);
    assertThat(mechanism().bind(address()).read()).isEqualTo(Value.of("other"));
  }

  @Test
  void theSerialNumberIsTakenWhereThereIsOne() throws IOException {
    var host = Scratch.host(root);
    assertThatThrownBy(() -> GivenName.of("pc-%SERIAL%", new SerialNumber(host)))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("no serial number");
    Scratch.file(root, "/sys/class/dmi/id/product_serial", "To be filled by O.E.M.\n");
    Scratch.file(root, "/sys/firmware/devicetree/base/serial-number", "5CD-0472\0");
    assertThat(GivenName.of("pc-%SERIAL%", new SerialNumber(host)).name()).isEqualTo("pc-5CD-0472");
    Scratch.file(root, "/sys/class/dmi/id/product_serial", "VMware-56 4d\n");
    assertThatThrownBy(() -> GivenName.of("pc-%SERIAL%", new SerialNumber(host)))
        .hasMessage("not a host name: 'pc-VMware-56 4d' (from 'pc-%SERIAL%')");
    assertThatThrownBy(() -> GivenName.of("p%RAND:63%", new SerialNumber(host)))
        .hasMessageContaining("not a host");
  }

  @Test
  void theKernelTellsOfAChangeByWhomeverAndNothingAfterTheEnd() throws Exception {
    var told = new LinkedBlockingQueue<String>();
    try (var _ = mechanism().watch(told::add)) {
      mechanism().bind(address()).write(Value.of("laptop-19"));
      assertThat(told.poll(1, TimeUnit.MINUTES)).isEmpty();
    }
    told.clear();
    mechanism().bind(address()).write(Value.of("laptop-20"));
    assertThat(told).isEmpty();
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
