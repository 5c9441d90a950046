package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.harness.FileState;
import io.reeve.policy.Address;
import io.reeve.policy.Catalog;
import io.reeve.policy.Observation;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Setting;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every row that is written on Linux below a scratch root: its good examples land,
/// are read back as the same setting, are written once, and go without a trace.
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
        if (row.has("access")) {
          continue;
        }
        var uri = row.path("uri").asText();
        for (var hole : row.path("examples").path("holes").properties()) {
          uri = uri.replace("{" + hole.getKey() + "}", hole.getValue().asText());
        }
        var at = OmaUri.parse(uri);
        StreamSupport.stream(row.path("examples").path("good").spliterator(), false)
            .map(good -> new Example(row.path("id").asText(), at, good.asText()))
            .forEach(examples::add);
      }
    }
    return examples.stream();
  }

  private static JsonNode json(String name) throws IOException {
    try (var in = Catalog.class.getResourceAsStream("catalog/" + name)) {
      return new ObjectMapper().readTree(in);
    }
  }

  private Mechanism mechanism(Address address) {
    return new LinuxPlatform()
        .mechanisms(Scratch.host(root)).stream()
            .filter(mechanism -> mechanism.name().equals(address.mechanism()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no mechanism for " + address));
  }

  private static Optional<List<Setting.Target>> targets(Example example) {
    var match = CATALOG.find(example.uri()).orElseThrow();
    return switch (match.bind("linux", value(example))) {
      case Setting.Binding.Bound(var targets) -> Optional.of(targets);
      case Setting.Binding.NotApplicable(var _) -> Optional.empty();
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
  void aGoodExampleLandsIsReadBackWrittenOnceAndGoesWithoutATrace(Example example)
      throws IOException {
    var targets = targets(example);
    if (targets.isEmpty() || !land(targets.get())) {
      return;
    }
    var once = FileState.below(root);
    assertThat(observed(example, targets.get())).isEqualTo(new Observation.Seen(value(example)));
    for (var target : targets.get()) {
      point(target.address()).write(target.value());
    }
    assertThat(FileState.below(root)).isEqualTo(once);
    for (var undo : undos.reversed()) {
      undo.point().restore(undo.before());
    }
    assertThat(FileState.below(root)).isEmpty();
  }

  /// Whoever takes more than one line for a value could be made to set more than it says; a script
  /// has as many lines as it likes.
  @ParameterizedTest
  @MethodSource("examples")
  void aValueWithALineEndOrAControlCharacterBehindItIsRefused(Example example) throws IOException {
    for (var more :
        List.of("\nX evil", "\r\nX evil", "\rX", "\0", "\u001b[2J", "\u007f", "\u0085X")) {
      var setting = CATALOG.byId(example.id()).orElseThrow();
      var text = example.value() + more;
      boolean script = setting.category().equals("scripts");
      if (!script
          && setting.accept(Optional.of(setting.format()), text)
              instanceof Setting.Acceptance.Accepted(var value)) {
        assertRefusedByItsPlaces(example, value);
      }
    }
    assertThat(FileState.below(root)).isEmpty();
  }

  private void assertRefusedByItsPlaces(Example example, Value value) throws IOException {
    var match = CATALOG.find(example.uri()).orElseThrow();
    if (match.bind("linux", value) instanceof Setting.Binding.Bound(var targets)) {
      for (var target : targets) {
        try {
          var point = point(target.address());
          assertThatThrownBy(() -> point.write(target.value()))
              .as(example.id())
              .isInstanceOf(IOException.class);
        } catch (NotApplicableException e) {
          assertThat(e).hasMessageContaining("scratch root");
        }
      }
    }
  }

  private record Undo(Mechanism.Point point, Mechanism.Snapshot before) {}

  private final List<Undo> undos = new ArrayList<>();

  private Mechanism.Point point(Address address) throws IOException {
    return mechanism(address).bind(address);
  }

  /// @return whether this root can hold it
  private boolean land(List<Setting.Target> targets) throws IOException {
    try {
      for (var target : targets) {
        var point = point(target.address());
        undos.add(new Undo(point, point.capture()));
      }
    } catch (NotApplicableException e) {
      assertThat(e).hasMessageContaining("scratch root");
      return false;
    }
    for (var target : targets) {
      point(target.address()).write(target.value());
      mechanism(target.address()).settle(List.of(target.address()));
    }
    return true;
  }

  private Observation observed(Example example, List<Setting.Target> targets) throws IOException {
    var seen = new HashMap<Address, Observation>();
    for (var target : targets) {
      seen.put(target.address(), new Observation.Seen(point(target.address()).read()));
    }
    return CATALOG
        .find(example.uri())
        .orElseThrow()
        .observed("linux", seen, Optional.of(value(example)));
  }

  @Test
  void atLeastTwentySettingsLandBelowAScratchRoot() throws IOException {
    var landed = new TreeSet<String>();
    var mechanisms = new TreeSet<String>();
    for (var example : examples().toList()) {
      var targets = targets(example);
      if (targets.isPresent() && land(targets.get())) {
        landed.add(example.id());
        targets.get().forEach(target -> mechanisms.add(target.address().mechanism()));
      }
    }
    assertThat(landed).hasSizeGreaterThanOrEqualTo(20);
    assertThat(mechanisms).hasSizeGreaterThanOrEqualTo(9);
  }
}
