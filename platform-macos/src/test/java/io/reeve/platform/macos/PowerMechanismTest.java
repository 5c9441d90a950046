package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Commands.Result;
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
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PowerMechanismTest implements MechanismContract {
  private final Map<String, Integer> mains = new TreeMap<>(Map.of("sleep", 10, "displaysleep", 5));
  private final Map<String, Integer> battery = new TreeMap<>(Map.of("sleep", 1));
  private boolean disabled;
  private final FakeMac mac = new FakeMac().with("/usr/bin/pmset", this::pmset);
  @TempDir Path root;

  /// As pmset(1) has it: nothing is set but what is named, for the source that is named.
  private Result pmset(List<String> arguments) {
    if (arguments.equals(List.of("-g", "custom"))) {
      return FakeMac.said(
          "Battery Power:\n"
              + lines(battery)
              + "AC Power:\n Sleep On Power Button 1\n"
              + lines(mains));
    }
    if (arguments.equals(List.of("-g"))) {
      return FakeMac.said(
          "System-wide power settings:\n"
              + (disabled ? " SleepDisabled\t\t1\n" : "")
              + "Currently in use:\n"
              + lines(mains));
    }
    var which = Map.of("-c", mains, "-b", battery).get(arguments.getFirst());
    if (which == null || arguments.size() != 3 || !which.containsKey(arguments.get(1))) {
      return FakeMac.failed(64, "Usage: pmset <options>");
    }
    which.put(arguments.get(1), Integer.valueOf(arguments.getLast()));
    return FakeMac.said("");
  }

  private static String lines(Map<String, Integer> settings) {
    var text = new StringBuilder();
    settings.forEach((key, minutes) -> text.append(" %-20s %d\n".formatted(key, minutes)));
    return text.toString();
  }

  @Override
  public Mechanism mechanism() {
    return new PowerMechanism(mac.at(root));
  }

  private static Address address(String source, String key) {
    return new Address("power", Map.of("source", source, "key", key));
  }

  @Override
  public Address address() {
    return address("ac", "sleep");
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("900"), Value.of("0"));
  }

  @Override
  public Value unset() {
    return Value.of("600");
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.empty();
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(
        new Address("power", Map.of("key", "sleep")),
        address("sun", "sleep"),
        address("ac", "womp"));
  }

  /// There is always a time: taking a wish back is what [Mechanism.Point#restore] does.
  @Override
  @Test
  public void absentRemoves() throws IOException {
    var place = mechanism().bind(address());
    place.write(Value.of("900"));
    place.write(Value.absent());
    assertThat(place.read()).isEqualTo(Value.of("900"));
  }

  @Test
  void whatPmsetWritesIsRead() throws IOException {
    var sources = PowerMechanism.parse(FakeMac.captured("pmset-custom.txt"));
    assertThat(sources).containsOnlyKeys("Battery Power", "AC Power");
    assertThat(sources.get("Battery Power"))
        .containsEntry("sleep", 1L)
        .containsEntry("displaysleep", 15L)
        .containsEntry("Sleep On Power Button", 1L)
        .doesNotContainKey("hibernatefile");
    assertThat(sources.get("AC Power")).containsEntry("displaysleep", 10L).hasSize(12);
  }

  @Test
  void onlyTheSourceThatIsMeantIsChanged() throws IOException {
    mechanism().bind(address("battery", "sleep")).write(Value.of("300"));
    assertThat(battery).containsEntry("sleep", 5);
    assertThat(mains).containsEntry("sleep", 10);
  }

  @Test
  void whereSleepIsSwitchedOffNoTimeCountsAndNothingIsClaimed() throws IOException {
    disabled = true;
    var place = mechanism().bind(address());
    var before = place.capture();
    assertThat(place.read()).isEqualTo(Value.of("0"));
    assertThatThrownBy(() -> place.write(Value.of("900"))).hasMessageContaining("disablesleep");
    assertThat(mechanism().bind(address("ac", "displaysleep")).read()).isEqualTo(Value.of("300"));
    place.write(Value.of("0"));
    place.restore(before);
    assertThat(mains).as("as it was, though it does not count").containsEntry("sleep", 10);
  }

  @Test
  void partsOfAMinuteAreRefused() {
    assertThatThrownBy(() -> mechanism().bind(address()).write(Value.of("100")))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("100 seconds");
  }

  @Test
  void aMacWithoutABatteryHasNoTimeForIt() {
    battery.clear();
    assertThatThrownBy(() -> mechanism().bind(address("battery", "sleep")).read())
        .isInstanceOf(NotApplicableException.class);
  }
}
