package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.spi.Commands.Result;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.Notary;
import io.reeve.core.spi.PendingException;
import io.reeve.harness.MechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody at the Mac approves what is shown to them at once, but where a test says otherwise.
final class ProfileMechanismTest implements MechanismContract {
  private static final String DOMAIN = "com.apple.screensaver";
  private static final String PROFILE =
      "Library/Application Support/Reeve/Profiles/com.apple.screensaver.mobileconfig";
  private final MemoryPreferences preferences = new MemoryPreferences();
  private boolean approving = true;
  private boolean removable = true;
  private Notary notary = Notary.none();
  @TempDir Path root;

  private final FakeMac mac =
      new FakeMac()
          .with("/usr/bin/stat", _ -> FakeMac.said("alice\n"))
          .with("/usr/bin/dscl", _ -> FakeMac.said(FakeMac.captured("dscl-user.plist")))
          .with("/bin/launchctl", arguments -> open(Path.of(arguments.getLast())))
          .with("/usr/bin/id", _ -> FakeMac.said("20 12 61\n"))
          .with("/usr/bin/profiles", this::profiles);

  private Result open(Path profile) throws IOException {
    if (approving) {
      preferences.forced.clear();
      var parts = PropertyList.parse(Files.readAllBytes(profile)).path("PayloadContent");
      for (var setting : parts.path(0).properties()) {
        if (!setting.getKey().startsWith("Payload")) {
          preferences.forced.put(DOMAIN + " " + setting.getKey(), setting.getValue());
        }
      }
    }
    return FakeMac.said("");
  }

  private Result profiles(List<String> arguments) {
    if (arguments.getFirst().equals("show")) {
      return FakeMac.said(
          preferences.forced.isEmpty()
              ? "There are no configuration profiles installed\n"
              : PropertyList.text(installed()));
    }
    assertThat(arguments).containsExactly("remove", "-identifier", "io.reeve.profile." + DOMAIN);
    if (!removable) {
      return FakeMac.failed(1, "profiles: the profile could not be removed");
    }
    preferences.forced.clear();
    return FakeMac.said("");
  }

  private static JsonNode installed() {
    var shown = PropertyList.JSON.createObjectNode();
    var computer = shown.putArray("_computerlevel");
    computer.addObject().put("ProfileIdentifier", "com.example.other");
    computer.addObject().put("ProfileIdentifier", "io.reeve.profile." + DOMAIN);
    return shown;
  }

  @Override
  public Mechanism mechanism() {
    var tools = mac.at(root);
    return new ProfileMechanism(tools, preferences, new Profiles(tools, notary));
  }

  private static Address address(String key, String type) {
    return new Address("profile", Map.of("domain", DOMAIN, "key", key, "type", type));
  }

  @Override
  public Address address() {
    return address("idleTime", "int");
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("300"), Value.of("900"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(address("askForPasswordDelay", "int"));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(new Address("profile", Map.of()), address("idle time", "int"));
  }

  @Override
  public Optional<Path> scratch() {
    return Optional.of(root);
  }

  @Test
  void untilSomebodyApprovesItTheSettingIsPendingAndSaysWhatForAndWhere() throws IOException {
    approving = false;
    var place = mechanism().bind(address());
    assertThatThrownBy(() -> place.write(Value.of("300")))
        .isInstanceOf(PendingException.class)
        .hasMessageContaining("approve the profile 'Reeve: com.apple.screensaver'")
        .hasMessageContaining("/Library/Application Support/Reeve/Profiles/")
        .hasMessageContaining("not signed: this device is not enrolled");
    assertThat(place.read()).isEqualTo(Value.absent());
    approving = true;
    open(root.resolve(PROFILE));
    place.write(Value.of("300"));
    assertThat(place.read()).isEqualTo(Value.of("300"));
  }

  @Test
  void askingForTheSameAgainShowsThePersonNothingAgain() throws IOException {
    var place = mechanism().bind(address());
    place.write(Value.of("300"));
    int before = mac.ran.size();
    place.write(Value.of("300"));
    assertThat(mac.ran).hasSize(before);
  }

  @Test
  void theProfileOfAnEnrolledDeviceIsSigned() throws IOException {
    approving = false;
    var signed = new byte[] {0x30, 0x03, 0x02, 0x01, 0x00};
    notary = _ -> Optional.of(signed.clone());
    var place = mechanism().bind(address());
    assertThatThrownBy(() -> place.write(Value.of("300")))
        .isInstanceOf(PendingException.class)
        .hasMessageContaining("signed by this device");
    assertThat(root.resolve(PROFILE)).hasBinaryContent(signed);
  }

  @Test
  void aProfileThatCannotBeTakenAwayIsWaitedForAndTriedAgain() throws IOException {
    var place = mechanism().bind(address());
    place.write(Value.of("300"));
    removable = false;
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> place.write(Value.absent()))
          .isInstanceOf(PendingException.class)
          .hasMessageContaining("to remove the profile 'Reeve: com.apple.screensaver'");
      assertThat(place.read()).isEqualTo(Value.of("300"));
    }
    removable = true;
    place.write(Value.absent());
    assertThat(place.read()).isEqualTo(Value.absent());
    assertThat(root.resolve(PROFILE)).doesNotExist();
  }

  @Test
  void aProfileThatIsGoneByTheHandOfSomebodyNeedsNoRemoval() throws IOException {
    var place = mechanism().bind(address());
    place.write(Value.of("300"));
    preferences.forced.clear();
    place.write(Value.absent());
    assertThat(mac.ran).noneMatch(arguments -> arguments.contains("remove"));
  }

  @Test
  void whatAnybodyCouldChangeDoesNotCount() throws IOException {
    preferences.store(DOMAIN, "idleTime", Optional.of(PropertyList.JSON.readTree("300")));
    assertThat(mechanism().bind(address()).read()).isEqualTo(Value.absent());
  }

  @Test
  void theSameSettingsGiveTheSameProfileAndOthersANewIdentityUnderTheSameName() {
    var one = PropertyList.JSON.createObjectNode().put("idleTime", 300);
    var other = PropertyList.JSON.createObjectNode().put("idleTime", 900);
    var first = Profiles.profile(DOMAIN, DOMAIN, one);
    var second = Profiles.profile(DOMAIN, DOMAIN, other);
    assertThat(Profiles.profile(DOMAIN, DOMAIN, one)).isEqualTo(first);
    assertThat(second.path("PayloadIdentifier")).isEqualTo(first.path("PayloadIdentifier"));
    assertThat(second.path("PayloadUUID")).isNotEqualTo(first.path("PayloadUUID"));
  }
}
