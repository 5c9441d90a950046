package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PreferenceMechanismTest implements MechanismContract {
  private static final String DOMAIN = "com.apple.SoftwareUpdate";
  private final MemoryPreferences preferences = new MemoryPreferences();
  @TempDir Path root;

  @Override
  public Mechanism mechanism() {
    return new PreferenceMechanism(new FakeMac().at(root), preferences);
  }

  private static Address address(String key, String type) {
    return new Address("preference", Map.of("domain", DOMAIN, "key", key, "type", type));
  }

  @Override
  public Address address() {
    return address("AutomaticDownload", "bool");
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("true"), Value.of("false"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(address("ConfigDataInstall", "bool"));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(
        new Address("preference", Map.of()),
        address("../x", "bool"),
        address("AutomaticDownload", "date"),
        new Address("preference", Map.of("domain", "/etc/passwd", "key", "Key", "type", "bool")));
  }

  private Mechanism.Point point() throws IOException {
    return mechanism().bind(address());
  }

  @Test
  void whatAProfileSetsCountsAndIsNotPretendedAway() throws IOException {
    preferences.forced.put(DOMAIN + " AutomaticDownload", BooleanNode.FALSE);
    assertThat(point().read()).isEqualTo(Value.of("false"));
    assertThatThrownBy(() -> point().write(Value.of("true")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a profile sets AutomaticDownload");
    assertThat(preferences.writes).isZero();
  }

  @Test
  void aValueOfAnotherTypeIsReadAsProgramsReadItAndComesBackAsItWas() throws IOException {
    preferences.store(DOMAIN, "AutomaticDownload", Optional.of(IntNode.valueOf(1)));
    assertThat(point().read()).isEqualTo(Value.of("true"));
    var before = point().capture();
    point().write(Value.of("false"));
    point().restore(before);
    assertThat(preferences.stored(DOMAIN, "AutomaticDownload").orElseThrow().asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bool|maybe",
        "bool|1",
        "int|x",
        "int|1.5",
      })
  void aValueOfTheWrongFormIsRefusedAndNothingIsWritten(String type, String value) {
    assertThatThrownBy(
            () -> mechanism().bind(address("AutomaticDownload", type)).write(Value.of(value)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(value);
    assertThat(preferences.writes).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "json|{\"a\":[1,true,\"x\"]}",
        "json|[\"one\",\"two\"]",
        "json|plain words",
        "json|\"7\"",
        "json|7",
        "int|900",
        "text|Property of Example Ltd."
      })
  void aValueOfEveryFormIsReadBack(String type, String value) throws IOException {
    var place = mechanism().bind(address("AutomaticDownload", type));
    place.write(Value.of(value));
    place.write(Value.of(value));
    assertThat(place.read()).isEqualTo(Value.of(value));
    assertThat(preferences.writes).isEqualTo(1);
  }

  @Test
  void aScratchRootHasNoPreferences() {
    var scratch = new PreferenceMechanism(new Tools(new FakeMac().at(root).host()), preferences);
    assertThatThrownBy(() -> scratch.bind(address()))
        .isInstanceOf(NotApplicableException.class)
        .hasMessage("a scratch root has no preferences of its own");
  }

  @Test
  void textStaysTextThatLooksLikeSomethingElse() throws IOException {
    var place = mechanism().bind(address("LoginwindowText", "text"));
    place.write(Value.of("true"));
    assertThat(preferences.stored(DOMAIN, "LoginwindowText")).contains(TextNode.valueOf("true"));
  }
}
