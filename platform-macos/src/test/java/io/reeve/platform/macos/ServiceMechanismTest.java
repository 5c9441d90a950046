package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.core.spi.Commands.Result;
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
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServiceMechanismTest implements MechanismContract {
  private static final String SMB = "com.apple.smbd";
  private static final String AUDIT = "com.apple.auditd";
  private final TreeSet<String> loaded = new TreeSet<>(List.of(SMB, AUDIT));
  private final Map<String, Boolean> overrides = new TreeMap<>();
  private final FakeMac mac = new FakeMac().with("/bin/launchctl", this::launchctl);
  @TempDir Path root;

  @BeforeEach
  void install() throws IOException {
    var folder = Files.createDirectories(root.resolve("System/Library/LaunchDaemons"));
    for (var label : loaded) {
      Files.writeString(folder.resolve(label + ".plist"), PropertyList.text(job(label, false)));
    }
  }

  private static ObjectNode job(String label, boolean disabled) {
    return PropertyList.JSON.createObjectNode().put("Label", label).put("Disabled", disabled);
  }

  private Result launchctl(List<String> arguments) throws IOException {
    var last = arguments.getLast();
    var label = last.substring(last.lastIndexOf('/') + 1).replace(".plist", "");
    return switch (arguments.getFirst()) {
      case "print" ->
          loaded.contains(label)
              ? FakeMac.said(FakeMac.captured("launchctl-print.txt").replace("LABEL", label))
              : FakeMac.failed(
                  113, "Could not find service \"" + label + "\" in domain for system");
      case "print-disabled" -> FakeMac.said(disabled());
      case "enable" -> done(() -> overrides.put(label, false));
      case "disable" -> done(() -> overrides.put(label, true));
      case "bootstrap" -> done(() -> loaded.add(label));
      case "bootout" -> done(() -> loaded.remove(label));
      default -> FakeMac.failed(64, "Unrecognized subcommand");
    };
  }

  private static Result done(Runnable what) {
    what.run();
    return FakeMac.said("");
  }

  private String disabled() {
    var text = new StringBuilder("\n\tdisabled services = {\n");
    overrides.forEach((label, off) ->
        text.append("\t\t\"%s\" => %s\n".formatted(label, off ? "disabled" : "enabled")));
    return text.append("\t}\n").toString();
  }

  @Override
  public Mechanism mechanism() {
    return new ServiceMechanism(mac.at(root));
  }

  private static Address address(String label) {
    return new Address("service", Map.of("unit", label));
  }

  @Override
  public Address address() {
    return address(SMB);
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("disabled"), Value.of("enabled"));
  }

  @Override
  public Value unset() {
    return Value.of("enabled");
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(address(AUDIT));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(
        new Address("service", Map.of()),
        address("-w"),
        address("io.reeve.agent"),
        new Address("service", Map.of("unit", SMB, "of", "colour")));
  }

  /// A service has no state that is none: taking a wish back is what [Mechanism.Point#restore]
  /// does.
  @Override
  @Test
  public void absentRemoves() throws IOException {
    var place = mechanism().bind(address());
    var before = place.capture();
    place.write(Value.of("disabled"));
    place.write(Value.absent());
    assertThat(place.read()).isEqualTo(Value.of("disabled"));
    place.restore(before);
    assertThat(place.read()).isEqualTo(unset());
  }

  /// As above: what others did to a neighbour stays, and this one stays as it is.
  @Override
  @Test
  public void neighboursAreUntouched() throws IOException {
    mechanism().bind(address(AUDIT)).write(Value.of("disabled"));
    mechanism().bind(address()).write(Value.of("enabled"));
    assertThat(mechanism().bind(address(AUDIT)).read()).isEqualTo(Value.of("disabled"));
  }

  @Test
  void disabledMeansNotLoadedEither() throws IOException {
    overrides.put(SMB, true);
    assertThat(mechanism().bind(address()).read()).isEqualTo(Value.absent());
    mechanism().bind(address()).write(Value.of("disabled"));
    assertThat(loaded).doesNotContain(SMB);
    assertThat(mechanism().bind(address()).read()).isEqualTo(Value.of("disabled"));
  }

  @Test
  void oneThatIsDisabledByItsOwnPropertyListIsSoAgainAfterwards() throws IOException {
    var label = "com.openssh.sshd";
    Files.writeString(
        root.resolve("System/Library/LaunchDaemons/" + label + ".plist"),
        PropertyList.text(job(label, true)));
    var place = mechanism().bind(address(label));
    assertThat(place.read()).isEqualTo(Value.of("disabled"));
    var before = place.capture();
    place.write(Value.of("enabled"));
    assertThat(overrides).containsEntry(label, false);
    place.restore(before);
    assertThat(place.read()).isEqualTo(Value.of("disabled"));
    assertThat(overrides).as("what launchd goes by at the next start").containsEntry(label, true);
  }

  @Test
  void aServiceThatTheMacDoesNotHaveIsNotApplicable() {
    assertThatThrownBy(() -> mechanism().bind(address("com.example.none")).read())
        .isInstanceOf(NotApplicableException.class)
        .hasMessage("this Mac has no service com.example.none");
  }

  @Test
  void olderSystemsSayTrueForDisabled() {
    assertThat(Launchd.overrides("\t\"com.apple.ftpd\" => true\n\t\"com.apple.x\" => false\n"))
        .isEqualTo(Map.of("com.apple.ftpd", true, "com.apple.x", false));
  }
}
