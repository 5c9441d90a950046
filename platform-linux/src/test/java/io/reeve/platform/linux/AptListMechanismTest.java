package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.files.AptConf;
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

final class AptListMechanismTest implements MechanismContract {
  @TempDir Path root;

  @Override
  public Mechanism mechanism() {
    return new AptListMechanism(Scratch.host(root));
  }

  @Override
  public Address address() {
    return new Address("apt-list", Map.of("key", "Unattended-Upgrade::Update-Days"));
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("0"), Value.of("1,5"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(
        new Address("apt-list", Map.of("key", "Unattended-Upgrade::Package-Blacklist")));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(
        new Address("apt-list", Map.of()), new Address("apt-list", Map.of("key", "a b")));
  }

  @Override
  public Optional<Path> scratch() {
    return Optional.of(root);
  }

  /// Without `#clear` the days of all files would add up.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Unattended-Upgrade { Update-Days {\"Mon\"; \"2\"}; };\n",
        "Unattended-Upgrade::Update-Days { \"Mon\"; \"2\"; };\n",
        "Unattended-Upgrade::Update-Days:: \"Mon\";\nunattended-upgrade::update-days:: \"2\";\n"
      })
  void ourListTakesThePlaceOfThatOfOthers(String theirs) throws IOException {
    Scratch.file(root, "/etc/apt/apt.conf.d/50unattended-upgrades", theirs);
    var point = mechanism().bind(address());
    assertThat(point.read()).isEqualTo(Value.of("Mon,2"));
    var before = point.capture();
    point.write(Value.of("0"));
    assertThat(point.read()).isEqualTo(Value.of("0"));
    point.restore(before);
    assertThat(point.read()).isEqualTo(Value.of("Mon,2"));
  }

  /// The same as apt, where apt cannot be asked.
  @Test
  void aListIsReadAsAptReadsIt() {
    var text =
        """
        A::L { "1"; };
        a { l { "2"; }; };
        #clear A::L;
        A::L:: "3";
        A::L:: "4";
        A::M "5";
        """;
    assertThat(AptConf.entries(text, "A::L")).containsExactly("3", "4");
    assertThat(AptConf.values(text, "A::M")).containsExactly("5");
  }

  @Test
  void anEntryThatWouldSayMoreIsRefused() {
    assertThatThrownBy(() -> mechanism().bind(address()).write(Value.of("0\"; Evil \"1")))
        .isInstanceOf(IOException.class);
  }
}
