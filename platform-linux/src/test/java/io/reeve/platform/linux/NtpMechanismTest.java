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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NtpMechanismTest {
  private static final Address SERVERS = new Address("ntp", Map.of("key", "servers"));
  private static final Address ENABLED = new Address("ntp", Map.of("key", "enabled"));
  private static final List<Value> VALUES =
      List.of(Value.of("time.example"), Value.of("a.example b.example"));

  @TempDir Path root;

  private Mechanism mechanism() {
    return new NtpMechanism(Scratch.host(root));
  }

  @Nested
  final class Timesyncd implements MechanismContract {
    @Override
    public Mechanism mechanism() {
      return NtpMechanismTest.this.mechanism();
    }

    @Override
    public Address address() {
      return SERVERS;
    }

    @Override
    public List<Value> values() {
      return VALUES;
    }

    @Override
    public List<Address> badAddresses() {
      return List.of(new Address("ntp", Map.of()), new Address("ntp", Map.of("key", "zone")));
    }

    @Override
    public Optional<Path> scratch() {
      return Optional.of(root);
    }
  }

  @Nested
  final class Chrony implements MechanismContract {
    @BeforeEach
    void install() throws IOException {
      chrony("sourcedir /run/chrony-dhcp\nsourcedir /etc/chrony/sources.d\nmakestep 1 3\n");
    }

    @Override
    public Mechanism mechanism() {
      return NtpMechanismTest.this.mechanism();
    }

    @Override
    public Address address() {
      return SERVERS;
    }

    @Override
    public List<Value> values() {
      return VALUES;
    }

    @Override
    public List<Address> badAddresses() {
      return List.of(new Address("ntp", Map.of("key", "pool")));
    }

    @Override
    public Optional<Path> scratch() {
      return Optional.of(root.resolve("etc"));
    }
  }

  private void chrony(String conf) throws IOException {
    Scratch.file(root, "/usr/sbin/chronyd", "");
    Scratch.file(root, "/etc/chrony/chrony.conf", conf);
  }

  @Test
  void chronysOtherServersAreOffWhileOursAreOn() throws IOException {
    var conf = "pool 2.debian.pool.ntp.org iburst\nsourcedir /etc/chrony/sources.d\nserver x";
    chrony(conf);
    Scratch.file(root, "/etc/chrony/sources.d/local.sources", "server y iburst\n");
    var point = mechanism().bind(SERVERS);
    var before = point.capture();
    assertThat(point.read()).isEqualTo(Value.of("x 2.debian.pool.ntp.org y"));
    point.write(Value.of("time.example"));
    assertThat(point.read()).isEqualTo(Value.of("time.example"));
    assertThat(Scratch.text(root, "/etc/chrony/sources.d/reeve.sources"))
        .contains("server time.example iburst\n");
    point.restore(before);
    assertThat(Scratch.text(root, "/etc/chrony/chrony.conf")).isEqualTo(conf);
    assertThat(Scratch.text(root, "/etc/chrony/sources.d/local.sources"))
        .isEqualTo("server y iburst\n");
    assertThat(root.resolve("etc/chrony/sources.d/reeve.sources")).doesNotExist();
  }

  @Test
  void aServerThatSomebodyAddsIsSeen() throws IOException {
    chrony("sourcedir /etc/chrony/sources.d\n");
    var point = mechanism().bind(SERVERS);
    point.write(Value.of("time.example"));
    Scratch.file(root, "/etc/chrony/sources.d/local.sources", "server y\n");
    assertThat(point.read()).isEqualTo(Value.of("y time.example"));
  }

  @Test
  void redHatsChronyTakesAConfFileWhereItsMainFileSaysSo() throws IOException {
    Scratch.file(root, "/usr/sbin/chronyd", "");
    Scratch.file(root, "/etc/chrony.conf", "confdir /etc/chrony.d\n");
    mechanism().bind(SERVERS).write(Value.of("time.example"));
    assertThat(Scratch.text(root, "/etc/chrony.d/reeve.conf")).contains("server time.example");
    Scratch.file(root, "/etc/chrony.conf", "sourcedir /run/chrony-dhcp\n");
    assertThatThrownBy(() -> mechanism().bind(SERVERS))
        .isInstanceOf(NotApplicableException.class)
        .hasMessage("/etc/chrony.conf names no sourcedir or confdir below /etc");
  }

  @Test
  void whatChronydTellsIsPutInTheOrderOfTheFiles() {
    var told =
        """
        ^,?,b.example,0,6,0,4294967295,0.0,0.0,0.0
        ^,*,a.example,2,6,377,3,0.1,0.1,0.1
        ^,-,dhcp.example,2,6,377,3,0.1,0.1,0.1
        """;
    assertThat(NtpMechanism.known(told, "a.example b.example c.example"))
        .isEqualTo("a.example b.example dhcp.example");
  }

  @Test
  void aScratchRootHasNoClock() {
    assertThatThrownBy(() -> mechanism().bind(ENABLED))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("scratch root");
  }

  /// The real timesyncd, on a bus and in a network of its own, with an `/etc` of its own.
  @Test
  void aTimesyncdThatRunsIsAskedWhatItHas(@TempDir Path machine) throws Exception {
    Tools.needRoot();
    Tools.need("/lib/systemd/systemd-timesyncd", "systemd-timesyncd");
    Tools.need("/usr/bin/dbus-daemon", "dbus");
    // It gives up its rights, and has to reach the bus all the same.
    Files.setPosixFilePermissions(machine, PosixFilePermissions.fromString("rwxr-xr-x"));
    var bus = PrivateBus.start(machine);
    try {
      var mechanism = new NtpMechanism(Scratch.host(machine), Optional.of(bus.address()));
      mechanism.bind(SERVERS).write(Value.of("a.example b.example"));
      bus.service(
          "org.freedesktop.timesync1",
          List.of(
              "/usr/bin/unshare",
              "--net",
              "--mount",
              "/bin/sh",
              "-c",
              "mount -t tmpfs none /run && mkdir -p /run/systemd"
                  + " && mount -t tmpfs none /var/lib && mkdir -p /var/lib/systemd"
                  + " && mount --bind \"$1\" /etc && exec \"$2\"",
              "sh",
              machine.resolve("etc").toString(),
              "/lib/systemd/systemd-timesyncd"));
      assertThat(mechanism.bind(SERVERS).read()).isEqualTo(Value.of("a.example b.example"));
      mechanism.bind(SERVERS).write(Value.of("c.example"));
      assertThat(mechanism.bind(SERVERS).read())
          .as("what runs, not what is written")
          .isEqualTo(Value.of("a.example b.example"));
    } finally {
      bus.stop();
    }
  }
}
