package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.spi.FileAttributes;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Catalog;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Setting;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every row on macOS: each of its good examples has places that a mechanism of this
/// platform takes, or a reason why not.
final class RowsTest {
  private static final Catalog CATALOG = Catalog.load();
  @TempDir Path root;

  /// A row's example value at its example address.
  record Example(String id, OmaUri uri, String value) {
    @Override
    public String toString() {
      return id + " = " + (value.length() > 60 ? value.substring(0, 60) + "..." : value);
    }
  }

  static Stream<Example> examples() throws IOException {
    var examples = new ArrayList<Example>();
    for (var file : json("index.json").path("files")) {
      for (var row : json(file.asText()).path("settings")) {
        var uri = row.path("uri").asText();
        for (var hole : row.path("examples").path("holes").properties()) {
          uri = uri.replace("{" + hole.getKey() + "}", hole.getValue().asText());
        }
        for (var good : row.path("examples").path("good")) {
          examples.add(new Example(row.path("id").asText(), OmaUri.parse(uri), good.asText()));
        }
      }
    }
    return examples.stream();
  }

  private static JsonNode json(String name) throws IOException {
    try (var in = Catalog.class.getResourceAsStream("catalog/" + name)) {
      return PropertyList.JSON.readTree(in);
    }
  }

  private List<Mechanism> mechanisms() {
    return new MacosPlatform()
        .mechanisms(new Host(root, new FakeMac(), FileAttributes.none(), Clock.systemUTC()));
  }

  private static Optional<List<Setting.Target>> targets(Example example) {
    var match = CATALOG.find(example.uri()).orElseThrow();
    return switch (match.bind("macos", value(example))) {
      case Setting.Binding.Bound(var targets) -> Optional.of(targets);
      case Setting.Binding.NotApplicable(var reason) -> {
        assertThat(reason).isNotBlank();
        yield Optional.empty();
      }
    };
  }

  private static Value value(Example example) {
    var setting = CATALOG.byId(example.id()).orElseThrow();
    return switch (setting.accept(Optional.of(setting.format()), example.value())) {
      case Setting.Acceptance.Accepted(var value) -> value;
      case Setting.Acceptance.Rejected(var _, var reason) -> throw new AssertionError(reason);
    };
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aMechanismTakesEachOfItsPlaces(Example example) throws IOException {
    for (var target : targets(example).orElse(List.of())) {
      bind(target.address());
    }
  }

  /// A scratch root has few places of its own; an address that can never be right says so first.
  private void bind(Address address) throws IOException {
    var mechanism =
        mechanisms().stream()
            .filter(each -> each.name().equals(address.mechanism()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no mechanism for " + address));
    try {
      mechanism.bind(address);
    } catch (NotApplicableException e) {
      assertThat(e.getMessage()).startsWith("a scratch root has no ");
    }
  }

  @Test
  void everyMechanismServesARow() throws IOException {
    Set<String> used = new TreeSet<>();
    examples()
        .forEach(example ->
            targets(example)
                .ifPresent(all -> all.forEach(each -> used.add(each.address().mechanism()))));
    assertThat(mechanisms()).extracting(Mechanism::name).allMatch(used::contains);
  }
}
