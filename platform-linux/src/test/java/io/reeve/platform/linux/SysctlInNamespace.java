package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.programs.ProcessCommands;
import io.reeve.core.spi.Mechanism;
import io.reeve.harness.MechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Run by [SysctlMechanismTest] where the network's parameters and `/etc` are nobody else's. Every
/// test starts from the kernel's own value and no files.
public final class SysctlInNamespace implements MechanismContract {
  private static final Path LIVE = Path.of("/proc/sys/net/ipv4/ip_forward");
  private static final Path MAIN = Path.of("/etc/sysctl.conf");

  public SysctlInNamespace() throws IOException {
    Files.writeString(LIVE, "0\n");
    Files.deleteIfExists(MAIN);
    Files.deleteIfExists(Path.of("/etc/sysctl.d/99-zz-reeve.conf"));
  }

  @Override
  public Mechanism mechanism() {
    return new SysctlMechanism(
        new io.reeve.core.spi.Host(
            Path.of("/"), ProcessCommands.unix(), new Xattrs(), Clock.systemUTC()));
  }

  @Override
  public Address address() {
    return new Address("sysctl", Map.of("key", "net.ipv4.ip_forward"));
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("1"), Value.of("0"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(new Address("sysctl", Map.of("key", "net.ipv4.conf.all.send_redirects")));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(new Address("sysctl", Map.of("key", "../x")));
  }

  private static void run(String... words) throws IOException {
    var result = ProcessCommands.unix().run(List.of(words), Duration.ofSeconds(20));
    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
  }

  @Test
  public void theMainFileThatIsReadLastDoesNotFlipItBack() throws IOException {
    Files.writeString(MAIN, "# mine\nnet/ipv4/ip_forward=0\n");
    var before = mechanism().bind(address()).capture();
    mechanism().bind(address()).write(Value.of("1"));
    run("/sbin/sysctl", "--system");
    assertThat(LIVE).hasContent("1");
    assertThat(mechanism().bind(address()).read()).isEqualTo(Value.of("1"));
    mechanism().bind(address()).restore(before);
    assertThat(MAIN).hasContent("# mine\nnet/ipv4/ip_forward=0\n");
    assertThat(LIVE).hasContent("0");
  }

  @Test
  public void theNextStartBringsItBack() throws IOException {
    mechanism().bind(address()).write(Value.of("1"));
    Files.writeString(LIVE, "0\n");
    run("/lib/systemd/systemd-sysctl");
    assertThat(LIVE).hasContent("1");
  }

  @Test
  public void whatTheKernelRefusesChangesNothing() throws IOException {
    var point = mechanism().bind(address());
    assertThatThrownBy(() -> point.write(Value.of("many")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the kernel refuses 'many' for net.ipv4.ip_forward");
    assertThat(Path.of("/etc/sysctl.d/99-zz-reeve.conf")).doesNotExist();
    assertThat(LIVE).hasContent("0");
  }

  @Test
  public void anInterfaceThatComesLaterGetsIt() throws IOException {
    var vlan = new Address("sysctl", Map.of("key", "net.ipv4.conf.reeve/1.rp_filter"));
    mechanism().bind(vlan).write(Value.of("2"));
    run("/sbin/ip", "link", "add", "reeve.1", "type", "veth", "peer", "name", "reeve2");
    assertThat(mechanism().bind(vlan).read()).isNotEqualTo(Value.of("2"));
    run("/lib/systemd/systemd-sysctl", "--prefix=/net/ipv4/conf/reeve.1");
    assertThat(mechanism().bind(vlan).read()).isEqualTo(Value.of("2"));
    run("/sbin/ip", "link", "delete", "reeve.1");
  }
}
