package io.reeve.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.policy.Setting.Acceptance;
import io.reeve.policy.Setting.Binding;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What holds for every row that ships. A new row needs no test of its own.
final class ShippedCatalogTest {
  private static final String FOLDER = "policy-engine/src/main/resources/io/reeve/policy/catalog";

  private static final Class<Observation.Seen> SEEN = Observation.Seen.class;

  private final Catalog catalog;

  /// Each row by itself and all together, which the agent no longer does when it starts.
  ShippedCatalogTest() throws ProblemsException {
    catalog = Catalog.parse(CatalogReader.classPath());
  }

  @Test
  void theAgentLoadsWhatWasChecked() {
    assertThat(Catalog.load().all())
        .extracting(Setting::id)
        .containsExactlyElementsOf(catalog.all().stream().map(Setting::id).toList());
  }

  @Test
  void everyFileOfTheFolderIsInTheIndexInOrder() throws IOException, ProblemsException {
    try (var files = Files.list(Golden.project().resolve(FOLDER))) {
      var names =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> !name.equals("index.json"))
              .sorted()
              .toList();

      assertThat(CatalogReader.classPath().keySet()).containsExactlyElementsOf(names);
    }
  }

  @Test
  void theSettingsPageShowsTheCatalogue() throws IOException {
    Golden.compare("docs/settings.md", SettingsPage.of(catalog, MechanismWords.Book.read()));
  }

  @Test
  void everyMechanismThatPeopleAreToldOfHoldsSomething() throws IOException {
    var book = MechanismWords.Book.read();
    for (var system : Row.SYSTEMS) {
      var used =
          catalog.all().stream()
              .flatMap(setting ->
                  setting.row().on().get(system) instanceof Row.Home.In in
                      ? in.spots().stream().map(Row.Spot::mechanism)
                      : Stream.of())
              .distinct()
              .toList();

      assertThat(used).containsExactlyInAnyOrderElementsOf(book.on(system).keySet());
    }
  }

  @TestFactory
  Stream<DynamicTest> everyRowIsFoundByIdAndByAddressInAnyLetterCase() {
    return rows(setting -> {
      var uri = setting.exampleUri();

      assertThat(catalog.byId(setting.id())).containsSame(setting);
      assertThat(catalog.find(uri).orElseThrow().setting()).isSameAs(setting);
      assertThat(catalog.find(uri).orElseThrow().uri()).isEqualTo(uri);
      if (setting.row().uri().names().isEmpty()) {
        var shouted = OmaUri.parse(uri.toString().toUpperCase(Locale.ROOT));
        assertThat(catalog.find(shouted).orElseThrow().uri()).isEqualTo(uri);
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> everyGoodExampleIsTakenInTheRowsOwnFormatAndComesBackUnchanged() {
    return rows(setting -> {
      for (var example : setting.goodExamples()) {
        var value = accepted(setting, example);

        assertThat(accepted(setting, value.wire())).isEqualTo(value);
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> everyBadExampleIsABadValueThatIsNamed() {
    return rows(setting -> {
      for (var example : setting.badExamples()) {
        var answer = setting.accept(Optional.of(setting.format()), example);

        assertThat(answer)
            .isInstanceOfSatisfying(
                Acceptance.Rejected.class,
                rejected -> {
                  assertThat(rejected.kind()).isEqualTo(Acceptance.Rejected.Kind.BAD_VALUE);
                  assertThat(rejected.reason())
                      .startsWith(setting.id() + (setting.confidential() ? ": the value " : ": '"));
                });
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> whatEveryRowPutsInPlaceReadsBackAsTheSameSetting() {
    return rows(setting -> {
      for (var system : Row.SYSTEMS) {
        for (var example : setting.goodExamples()) {
          readsBack(setting, system, accepted(setting, example));
        }
      }
    });
  }

  private void readsBack(Setting setting, String system, Value value) {
    var match = catalog.find(setting.exampleUri()).orElseThrow();
    if (!(match.bind(system, value) instanceof Binding.Bound(var targets))) {
      return;
    }
    var seen = new HashMap<Address, Observation>();
    targets.forEach(t -> seen.put(t.address(), new Observation.Seen(t.value())));

    assertThat(match.observed(system, seen, Optional.of(value)))
        .isEqualTo(new Observation.Seen(value));
    if (match.places(system) instanceof Setting.Places.At) {
      var found = match.observed(system, seen, Optional.empty());
      assertThat(found).as("%s on %s from %s", setting, system, seen).isInstanceOf(SEEN);
      var again = ((Observation.Seen) found).value();
      if (!again.isAbsent()) {
        assertThat(match.bind(system, again)).isEqualTo(new Binding.Bound(targets));
      }
    }
  }

  private static Value accepted(Setting setting, String wire) {
    var answer = setting.accept(Optional.of(setting.format()), wire);
    assertThat(answer).isInstanceOf(Acceptance.Accepted.class);
    return ((Acceptance.Accepted) answer).value();
  }

  private Stream<DynamicTest> rows(Consumer<Setting> body) {
    return catalog.all().stream()
        .map(setting -> DynamicTest.dynamicTest(setting.id(), () -> body.accept(setting)));
  }
}
