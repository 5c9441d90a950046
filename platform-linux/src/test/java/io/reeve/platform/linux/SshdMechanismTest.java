package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.files.Settler;
import io.reeve.core.files.Sshd;
import io.reeve.core.files.SshdMechanism;
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

final class SshdMechanismTest implements MechanismContract {
  @TempDir Path root;

  @Override
  public Mechanism mechanism() throws IOException {
    var host = Scratch.host(root);
    return new SshdMechanism(host, new Sshd(host, Path.of("/run/sshd")), Settler.nothing());
  }

  @Override
  public Address address() {
    return new Address("sshd", Map.of("key", "PermitRootLogin"));
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("no"), Value.of("prohibit-password"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(new Address("sshd", Map.of("key", "ForceCommand")));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(
        new Address("sshd", Map.of()),
        new Address("sshd", Map.of("key", "Match")),
        new Address("sshd", Map.of("key", "MATCH")),
        new Address("sshd", Map.of("key", "INClude")),
        new Address("sshd", Map.of("key", "Include")),
        new Address("sshd", Map.of("key", "permit root")));
  }

  @Override
  public Optional<Path> scratch() {
    return Optional.of(root);
  }

  private Mechanism.Point point() throws IOException {
    return mechanism().bind(address());
  }

  @Test
  void theFirstValueWinsSoOursStandsBeforeAnyOther() throws IOException {
    Scratch.file(
        root,
        "/etc/ssh/sshd_config",
        "Include /etc/ssh/sshd_config.d/*.conf\nPermitRootLogin yes\n");
    Scratch.file(root, "/etc/ssh/sshd_config.d/50-cloud-init.conf", "PermitRootLogin yes\n");
    point().write(Value.of("no"));
    assertThat(point().read()).isEqualTo(Value.of("no"));
  }

  @Test
  void aMatchBlockThatSaysOtherwiseIsWhatIsInForce() throws IOException {
    Scratch.file(
        root,
        "/etc/ssh/sshd_config",
        "Include /etc/ssh/sshd_config.d/*.conf\nMatch User root\n PermitRootLogin yes\n");
    point().write(Value.of("no"));
    assertThat(point().read()).isEqualTo(Value.of("yes"));
  }

  @Test
  void anOldConfigurationGetsTheIncludeAndLosesItAgain() throws IOException {
    var old = "# old\nPermitRootLogin yes\n";
    Scratch.file(root, "/etc/ssh/sshd_config", old);
    var before = point().capture();
    point().write(Value.of("no"));
    assertThat(point().read()).isEqualTo(Value.of("no"));
    assertThat(Scratch.text(root, "/etc/ssh/sshd_config")).startsWith("# reeve\nInclude ");
    point().restore(before);
    assertThat(Scratch.text(root, "/etc/ssh/sshd_config")).isEqualTo(old);
  }
}
