package io.reeve.harness.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.files.JsonFileMechanism;
import io.reeve.core.spi.Mechanism;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonFileMechanismTest implements MechanismContract {
  @TempDir Path root;

  @Override
  public Mechanism mechanism() throws IOException {
    return new JsonFileMechanism(Scratch.host(root));
  }

  @Override
  public Address address() {
    return new Address(
        "json-file",
        Map.of(
            "file",
            "/etc/firefox/policies/policies.json",
            "object",
            "policies",
            "key",
            "DisableTelemetry"));
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("true"), Value.of("false"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(
        new Address(
            "json-file",
            Map.of(
                "file",
                "/etc/firefox/policies/policies.json",
                "object",
                "policies",
                "key",
                "Homepage")));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(
        new Address("json-file", Map.of("file", "/a")),
        new Address("json-file", Map.of("file", "/a", "key", "a b")),
        new Address("json-file", Map.of("file", "a", "key", "a")));
  }

  @Override
  public Optional<Path> scratch() {
    return Optional.of(root);
  }

  private Mechanism.Point point() throws IOException {
    return mechanism().bind(address());
  }

  /// Programs differ in which of them counts, so the agent does not guess.
  @Test
  void aMemberThatIsNamedTwiceIsToldAndTheFileIsLeftAlone() throws IOException {
    var twice =
        "{\"policies\": {\"DisableTelemetry\": false, \"A\": 1, \"DisableTelemetry\": true}}";
    var file = root.resolve("etc/firefox/policies/policies.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, twice);
    assertThatThrownBy(() -> point().read()).hasMessageContaining("'DisableTelemetry' twice");
    assertThatThrownBy(() -> point().write(Value.of("true")))
        .hasMessageContaining("'DisableTelemetry' twice");
    assertThat(file).hasContent(twice);
  }

  private static final String FOREIGN =
      "{ \"policies\" : {\n\t\"BlockAboutConfig\":true , \"DisableTelemetry\":  false } }";

  @ParameterizedTest
  @ValueSource(
      strings = {
        FOREIGN,
        "{}",
        "{ }\n",
        "{\"policies\":{}}",
        "{\"policies\":{ \"A\": [1, {\"B\": \"}\"}] }, \"x\": 1}\n"
      })
  void aForeignFileComesBackToTheLastSpaceInWhateverOrder(String foreign) throws IOException {
    Scratch.file(root, "/etc/firefox/policies/policies.json", foreign);
    var other = mechanism().bind(neighbour().orElseThrow());
    var beforeFirst = point().capture();
    point().write(Value.of("true"));
    var beforeSecond = other.capture();
    other.write(Value.of("{\"URL\": \"https://start.example\"}"));
    assertThat(point().read()).isEqualTo(Value.of("true"));
    point().restore(beforeFirst);
    assertThat(other.read()).isEqualTo(Value.of("{\"URL\": \"https://start.example\"}"));
    other.restore(beforeSecond);
    assertThat(Scratch.text(root, "/etc/firefox/policies/policies.json")).isEqualTo(foreign);
  }

  @Test
  void aBrokenForeignFileIsLeftAsItIs() throws IOException {
    Scratch.file(root, "/etc/firefox/policies/policies.json", "{ \"policies\": ");
    assertThatThrownBy(() -> point().write(Value.of("true")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not JSON");
    assertThat(Scratch.text(root, "/etc/firefox/policies/policies.json"))
        .isEqualTo("{ \"policies\": ");
  }

  @Test
  void aTextIsAStringInQuotes() throws IOException {
    var text = Value.of("\"https://start.example\"");
    point().write(text);
    assertThat(Scratch.text(root, "/etc/firefox/policies/policies.json"))
        .contains("\"DisableTelemetry\": \"https://start.example\"");
    assertThat(point().read()).isEqualTo(text);
    assertThatThrownBy(() -> point().write(Value.of("https://start.example")))
        .hasMessageContaining("not JSON");
    assertThat(point().read()).isEqualTo(text);
  }
}
