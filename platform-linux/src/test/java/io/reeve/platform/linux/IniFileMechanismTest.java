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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IniFileMechanismTest implements MechanismContract {
  private static final String FILE = "/etc/dnf/automatic.conf";
  @TempDir Path root;

  @Override
  public Mechanism mechanism() {
    return new IniFileMechanism(Scratch.host(root));
  }

  private static Address at(String section, String key) {
    return new Address("ini-file", Map.of("file", FILE, "section", section, "key", key));
  }

  @Override
  public Address address() {
    return at("commands", "apply_updates");
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("yes"), Value.of("no"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(at("commands", "reboot"));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(at("", "x"), at("a]", "x"), at("commands", "a=b"), at("commands", "a\nb"));
  }

  @Override
  public Optional<Path> scratch() {
    return Optional.of(root);
  }

  @Test
  void theKeyOfAnotherSectionIsAnother() throws IOException {
    Scratch.file(root, FILE, "[emitters]\napply_updates = maybe\n[commands]\n[base]\nx = 1\n");
    var point = mechanism().bind(address());
    assertThat(point.read()).isEqualTo(Value.absent());
    point.write(Value.of("yes"));
    assertThat(Scratch.text(root, FILE))
        .isEqualTo(
            """
            [emitters]
            apply_updates = maybe
            [commands]
            #reeve+ apply_updates
            apply_updates=yes
            [base]
            x = 1
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[commands]\napply_updates = no\n# why\n\n[emitters]\nemit_via = motd\n",
        "[emitters]\nemit_via = motd",
        "[commands]",
        "# nothing\n",
        "[emitters]\nemit_via = motd\n[commands]\napply_updates = no"
      })
  void aFileComesBackToTheLastByteInWhateverOrder(String text) throws IOException {
    Scratch.file(root, FILE, text);
    var one = mechanism().bind(address());
    var other = mechanism().bind(neighbour().orElseThrow());
    var beforeOne = one.capture();
    one.write(Value.of("yes"));
    var beforeOther = other.capture();
    other.write(Value.of("when-needed"));
    assertThat(one.read()).isEqualTo(Value.of("yes"));
    one.restore(beforeOne);
    assertThat(other.read()).isEqualTo(Value.of("when-needed"));
    other.restore(beforeOther);
    assertThat(Scratch.text(root, FILE)).isEqualTo(text);
  }
}
