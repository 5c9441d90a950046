package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Mechanism;
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
  private final MemoryPreferences preferences = new MemoryPreferences();
  private boolean approving = true;
  @TempDir Path root;

  private final FakeMac mac =
      new FakeMac()
          .with("/usr/bin/stat", _ -> FakeMac.said("alice\n"))
          .with("/usr/bin/dscl", _ -> FakeMac.said(FakeMac.captured("dscl-user.plist")))
          .with("/bin/launchctl", arguments -> open(Path.of(arguments.getLast())))
          .with("/usr/bin/profiles", _ -> removed());

  private io.reeve.core.spi.Commands.Result open(Path profile) throws IOException {
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

  private io.reeve.core.spi.Commands.Result removed() {
    preferences.forced.clear();
    return FakeMac.said("");
  }

  @Override
  public Mechanism mechanism() {
    var tools = mac.at(root);
    return new ProfileMechanism(tools, preferences, new Profiles(tools));
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
        .hasMessageContaining("/Library/Application Support/Reeve/Profiles/");
    assertThat(place.read()).isEqualTo(Value.absent());
    approving = true;
    open(
        root.resolve(
            "Library/Application Support/Reeve/Profiles/com.apple.screensaver.mobileconfig"));
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
