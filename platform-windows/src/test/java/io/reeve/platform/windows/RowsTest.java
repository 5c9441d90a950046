package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.core.spi.FileAttributes;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.policy.Address;
import io.reeve.policy.Catalog;
import io.reeve.policy.Observation;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Setting;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every row that has places on Windows: each place has a mechanism that takes its
/// address; and where all of them are registry values, good examples land, are read back as the
/// same setting and go without a trace.
final class RowsTest {
  private static final Catalog CATALOG = Catalog.load();
  @TempDir Path root;
  private final MemoryRegistry registry = new MemoryRegistry();

  /// A row's example value at its example address.
  record Example(String id, OmaUri uri, String value) {
    @Override
    public String toString() {
      return id + " = " + value;
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

  private static Value value(Example example) {
    var setting = CATALOG.byId(example.id()).orElseThrow();
    return switch (setting.accept(Optional.of(setting.format()), example.value())) {
      case Setting.Acceptance.Accepted(var value) -> value;
      case Setting.Acceptance.Rejected(var _, var reason) -> throw new AssertionError(reason);
    };
  }

  private static List<Setting.Target> targets(Example example) {
    var match = CATALOG.find(example.uri()).orElseThrow();
    return switch (match.bind("windows", value(example))) {
      case Setting.Binding.Bound(var targets) -> targets;
      case Setting.Binding.NotApplicable(var _) -> List.of();
    };
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyPlaceHasAMechanism(Example example) {
    assertThat(mechanisms()).containsAll(names(targets(example)));
  }

  private Set<String> mechanisms() {
    var host =
        new Host(
            root,
            (arguments, _) -> {
              throw new IOException("nothing is run: " + arguments);
            },
            FileAttributes.none(),
            Clock.systemUTC());
    return new WindowsPlatform()
        .mechanisms(host).stream().map(Mechanism::name).collect(Collectors.toSet());
  }

  @Test
  void everyMechanismServesARow() throws IOException {
    var used =
        examples().flatMap(each -> names(targets(each)).stream()).collect(Collectors.toSet());
    assertThat(mechanisms()).isEqualTo(used);
  }

  private static Set<String> names(List<Setting.Target> targets) {
    return targets.stream().map(each -> each.address().mechanism()).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aRegistryValueLandsIsReadBackAndGoesWithoutATrace(Example example) throws IOException {
    var targets = targets(example);
    if (!names(targets).equals(Set.of("registry"))) {
      return;
    }
    var mechanism = new RegistryMechanism(Optional.of(registry), Optional.of(new MemoryServices()));
    Map<Address, Mechanism.Snapshot> before = new HashMap<>();
    for (var target : targets) {
      before.put(target.address(), mechanism.bind(target.address()).capture());
    }
    Map<Address, Observation> seen = new HashMap<>();
    for (var target : targets) {
      var point = mechanism.bind(target.address());
      point.write(target.value());
      assertThat(point.read().sameAs(target.value())).as("%s", target).isTrue();
      seen.put(target.address(), new Observation.Seen(point.read()));
    }
    assertThat(
            CATALOG
                .find(example.uri())
                .orElseThrow()
                .observed("windows", seen, Optional.of(value(example))))
        .isEqualTo(new Observation.Seen(value(example)));
    for (var each : before.entrySet()) {
      mechanism.bind(each.getKey()).restore(each.getValue());
    }
    for (var target : targets) {
      assertThat(registry.has(RegistryKey.machine("SOFTWARE"))).isFalse();
      assertThat(mechanism.bind(target.address()).read()).isEqualTo(Value.absent());
    }
  }
}
