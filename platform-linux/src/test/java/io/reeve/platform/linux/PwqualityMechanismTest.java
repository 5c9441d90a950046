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
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PwqualityMechanismTest implements MechanismContract {
  @TempDir Path root;

  @Override
  public Mechanism mechanism() throws IOException {
    return new DropInMechanism("pwquality", Scratch.host(root), new Families.Pwquality());
  }

  @Override
  public Address address() {
    return new Address("pwquality", Map.of("key", "minlen"));
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("8"), Value.of("12"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(new Address("pwquality", Map.of("key", "difok")));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(
        new Address("pwquality", Map.of()), new Address("pwquality", Map.of("key", "min len")));
  }

  @Override
  public Optional<Path> scratch() {
    return Optional.of(root);
  }

  private Mechanism.Point point() throws IOException {
    return mechanism().bind(address());
  }

  @Test
  void theMainFileBeatsEveryDropInSoItsLineIsTurnedOff() throws IOException {
    Scratch.file(root, "/etc/security/pwquality.conf", "# minlen = 8\nminlen = 6\n");
    var before = point().capture();
    point().write(Value.of("12"));
    assertThat(point().read()).isEqualTo(Value.of("12"));
    point().restore(before);
    assertThat(Scratch.text(root, "/etc/security/pwquality.conf"))
        .isEqualTo("# minlen = 8\nminlen = 6\n");
  }

  @Test
  void anArgumentInThePamStackBeatsTheFiles() throws IOException {
    Scratch.file(
        root,
        "/etc/pam.d/common-password",
        "password requisite pam_pwquality.so retry=3 minlen=5\n");
    point().write(Value.of("12"));
    assertThat(point().read()).isEqualTo(Value.of("5"));
  }

  @Test
  void theLibraryItselfReadsTheScratchRoot() throws IOException {
    Assumptions.assumeTrue(PwqualityLibrary.isInstalled(), "libpwquality (package libpwquality1)");
    Scratch.file(root, "/etc/security/pwquality.conf", "# empty\n");
    point().write(Value.of("13"));
    assertThat(PwqualityLibrary.value(root.resolve("etc/security/pwquality.conf"), "minlen"))
        .contains("13");
  }

  @Test
  void aLengthThatTheLibraryRaisesIsAsAsked() throws IOException {
    point().write(Value.of("4"));
    assertThat(point().read()).isEqualTo(Value.of("4"));
  }
}
