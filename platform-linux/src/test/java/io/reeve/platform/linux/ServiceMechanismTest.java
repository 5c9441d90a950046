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
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With the real manager of systemd, run for a user with a home of its own on a bus of its own: its
/// interface is the system's.
final class ServiceMechanismTest implements MechanismContract {
  private static final String SYSTEMD = "/lib/systemd/systemd";

  /// The shell stays: as process 1 of its namespace systemd would take itself for the system's.
  private static final String START =
      "mount -t tmpfs none /run && mkdir -p /run/systemd/system"
          + " && mount -t tmpfs none /sys/fs/cgroup && mkdir /sys/fs/cgroup/unified"
          + " && mount -t cgroup2 none /sys/fs/cgroup/unified"
          + " && mount --bind /sys/fs/cgroup/unified /sys/fs/cgroup && \"$@\"; exit";

  private static final String UNIT =
      "[Service]\nExecStart=/bin/sleep 1000\n[Install]\nWantedBy=default.target\n";
  @TempDir Path root;
  @TempDir Path machine;
  private @Nullable PrivateBus bus;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Tools.needRoot();
    Tools.need(SYSTEMD, "systemd");
    Tools.need("/usr/bin/dbus-daemon", "dbus");
    var units = Files.createDirectories(machine.resolve("home/.local/share/systemd/user"));
    Files.writeString(units.resolve("reeve-one.service"), UNIT);
    Files.writeString(units.resolve("reeve-two.service"), UNIT);
    var started = PrivateBus.start(machine);
    bus = started;
    try {
      started.service(
          "org.freedesktop.systemd1",
          List.of(
              "/usr/bin/unshare",
              "--mount",
              "--pid",
              "--fork",
              "--kill-child",
              "--mount-proc",
              "/bin/sh",
              "-c",
              START,
              "sh",
              "/usr/bin/env",
              "HOME=" + machine.resolve("home"),
              "XDG_RUNTIME_DIR=" + machine,
              "DBUS_SESSION_BUS_ADDRESS=" + started.address(),
              SYSTEMD,
              "--user"));
    } catch (IOException e) {
      started.stop();
      Assumptions.abort("systemd cannot run here as a manager: " + e.getMessage());
    }
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
    return new ServiceMechanism(Scratch.host(root), Optional.of(bus.address()));
  }

  @Override
  public Address address() {
    return new Address("service", Map.of("unit", "reeve-one"));
  }

  @Override
  public Value unset() {
    return Value.of("manual");
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("disabled"), Value.of("auto"));
  }

  /// A unit always has a state, so there is nothing to remove.
  @Override
  public void absentRemoves() throws IOException {
    var point = mechanism().bind(address());
    point.write(Value.of("auto"));
    point.write(Value.absent());
    assertThat(point.read()).isEqualTo(Value.of("auto"));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(
        new Address("service", Map.of()), new Address("service", Map.of("unit", "../x")));
  }

  @Test
  void aMaskedUnitIsALinkToNothingAndComesBack() throws IOException {
    var point = mechanism().bind(address());
    var before = point.capture();
    point.write(Value.of("disabled"));
    var link = machine.resolve("home/.config/systemd/user/reeve-one.service");
    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("/dev/null"));
    point.restore(before);
    assertThat(Files.exists(link, java.nio.file.LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(point.read()).isEqualTo(Value.of("manual"));
  }

  @Test
  void anEnabledUnitIsEnabledAgainAfterItWasMasked() throws IOException {
    var point = mechanism().bind(address());
    point.write(Value.of("auto"));
    var before = point.capture();
    point.write(Value.of("disabled"));
    point.restore(before);
    assertThat(point.read()).isEqualTo(Value.of("auto"));
  }

  @Test
  void aUnitThatIsNotThereIsNotApplicable() {
    assertThatThrownBy(() -> mechanism().bind(new Address("service", Map.of("unit", "nosuch"))))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("nosuch.service");
  }
}
