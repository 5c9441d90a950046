package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.files.LineStyle;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SysctlMechanismTest implements MechanismContract {
  @TempDir Path root;

  @Override
  public Mechanism mechanism() throws IOException {
    return new SysctlMechanism(Scratch.host(root));
  }

  @Override
  public Address address() {
    return new Address("sysctl", Map.of("key", "net.ipv4.ip_forward"));
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("0"), Value.of("1"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(new Address("sysctl", Map.of("key", "kernel.sysrq")));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(
        new Address("sysctl", Map.of()),
        new Address("sysctl", Map.of("key", "sysrq")),
        new Address("sysctl", Map.of("key", "kernel..x")),
        new Address("sysctl", Map.of("key", "../../etc/passwd")),
        new Address("sysctl", Map.of("key", "kernel.a b")));
  }

  @Override
  public Optional<Path> scratch() {
    return Optional.of(root);
  }

  private Mechanism.Point point() throws IOException {
    return mechanism().bind(address());
  }

  @Test
  void aLineInTheMainFileWouldFlipItBackAndIsTurnedOff() throws IOException {
    Scratch.file(root, "/etc/sysctl.conf", "net/ipv4/ip_forward=1\n");
    var before = point().capture();
    point().write(Value.of("0"));
    assertThat(point().read()).isEqualTo(Value.of("0"));
    assertThat(Scratch.text(root, "/etc/sysctl.conf")).isEqualTo("#reeve- net/ipv4/ip_forward=1\n");
    point().restore(before);
    assertThat(Scratch.text(root, "/etc/sysctl.conf")).isEqualTo("net/ipv4/ip_forward=1\n");
  }

  private Mechanism.Point live(Path proc, String key) throws IOException {
    return new SysctlMechanism(Scratch.host(root), Optional.of(proc))
        .bind(new Address("sysctl", Map.of("key", key)));
  }

  @Test
  void theLiveValueIsWrittenReadAndPutBack(@TempDir Path proc) throws IOException {
    Scratch.file(proc, "/net/ipv4/ip_forward", "1\n");
    var live = live(proc, "net.ipv4.ip_forward");
    var before = live.capture();
    live.write(Value.of("0"));
    assertThat(Scratch.text(proc, "/net/ipv4/ip_forward")).isEqualTo("0\n");
    Scratch.file(proc, "/net/ipv4/ip_forward", "1\n");
    assertThat(live.read())
        .as("what the kernel has, not what the file says")
        .isEqualTo(Value.of("1"));
    live.write(Value.of("0"));
    live.restore(before);
    assertThat(Scratch.text(proc, "/net/ipv4/ip_forward")).isEqualTo("1\n");
    assertThat(live.read()).isEqualTo(Value.absent());
  }

  @Test
  void aFileThatWouldWinAtTheNextStartIsSeen(@TempDir Path proc) throws IOException {
    Scratch.file(proc, "/net/ipv4/ip_forward", "0\n");
    var live = live(proc, "net.ipv4.ip_forward");
    Scratch.file(root, "/usr/lib/sysctl.d/50-vendor.conf", "net.ipv4.ip_forward=1\n");
    assertThat(live.read()).isEqualTo(Value.of("0 now, 1 after a restart"));
    live.write(Value.of("0"));
    assertThat(live.read()).isEqualTo(Value.of("0"));
    Scratch.file(root, "/etc/sysctl.d/zz-other.conf", "net.ipv4.ip_forward=1\n");
    assertThat(live.read()).isEqualTo(Value.of("0 now, 1 after a restart"));
  }

  @Test
  void theKernelsOwnFileIsWatched(@TempDir Path proc) throws IOException {
    Scratch.file(proc, "/net/ipv4/ip_forward", "0\n");
    assertThat(live(proc, "net.ipv4.ip_forward").files())
        .contains(proc.resolve("net/ipv4/ip_forward"), root.resolve("etc/sysctl.d"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kernel.nosuch", "net.ipv4.conf.eth7.nosuch", "net.ipv4.nosuch"})
  void aParameterThatTheKernelHasNotIsNotApplicable(String key, @TempDir Path proc)
      throws IOException {
    Scratch.file(proc, "/net/ipv4/conf/default/rp_filter", "0\n");
    assertThatThrownBy(() -> live(proc, key))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining(key);
  }

  @Test
  void whatAnInterfaceWillHaveIsKeptForIt(@TempDir Path proc) throws IOException {
    Scratch.file(proc, "/net/ipv4/conf/default/rp_filter", "0\n");
    var place = live(proc, "net.ipv4.conf.eth7/1.rp_filter");
    var before = place.capture();
    place.write(Value.of("2"));
    assertThat(place.read()).isEqualTo(Value.of("2"));
    Scratch.file(proc, "/net/ipv4/conf/eth7.1/rp_filter", "0\n");
    assertThat(place.read()).as("it came, and has it not").isEqualTo(Value.of("0"));
    place.write(Value.of("2"));
    assertThat(Scratch.text(proc, "/net/ipv4/conf/eth7.1/rp_filter")).isEqualTo("2\n");
    place.restore(before);
    assertThat(place.read()).isEqualTo(Value.absent());
  }

  @Test
  void theRunningKernelHoldsTheContractInANamespaceOfItsOwn() throws IOException {
    Tools.needRoot();
    Tools.need("/usr/bin/unshare", "util-linux");
    Tools.need("/sbin/sysctl", "procps");
    Tools.need("/lib/systemd/systemd-sysctl", "systemd");
    Tools.need("/sbin/ip", "iproute2");
    Fork.run(
        List.of("/usr/bin/unshare", "--net", "--mount", "/bin/sh", "-c", NAMESPACE, "sh"),
        SysctlInNamespace.class);
  }

  /// No file of this machine is read there that could set a parameter outside the namespace.
  private static final String NAMESPACE =
      "mount -t tmpfs none /etc && for d in /usr/lib /lib /run /usr/local/lib; do"
          + " [ ! -d $d/sysctl.d ] || mount -t tmpfs none $d/sysctl.d || exit 1; done;"
          + " mount -t proc none /proc && exec \"$@\"";

  @Test
  void aDotInAnInterfaceNameIsWrittenAsASlash() {
    assertThat(LineStyle.sysctlPath("net.ipv4.conf.eth0/1.rp_filter"))
        .isEqualTo("net/ipv4/conf/eth0.1/rp_filter");
    assertThat(LineStyle.sysctlPath("net/ipv4/conf/eth0.1/rp_filter"))
        .isEqualTo("net/ipv4/conf/eth0.1/rp_filter");
  }
}
