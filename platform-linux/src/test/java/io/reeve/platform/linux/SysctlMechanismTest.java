package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

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

  @Test
  void theLiveValueIsWrittenReadAndPutBack(@TempDir Path proc) throws IOException {
    Scratch.file(proc, "/net/ipv4/ip_forward", "1\n");
    var live = new SysctlMechanism(Scratch.host(root), Optional.of(proc)).bind(address());
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
  void aDotInAnInterfaceNameIsWrittenAsASlash() {
    assertThat(LineStyle.sysctlPath("net.ipv4.conf.eth0/1.rp_filter"))
        .isEqualTo("net/ipv4/conf/eth0.1/rp_filter");
    assertThat(LineStyle.sysctlPath("net/ipv4/conf/eth0.1/rp_filter"))
        .isEqualTo("net/ipv4/conf/eth0.1/rp_filter");
  }
}
