package io.reeve.harness.reconcile;

import static io.reeve.harness.reconcile.Bench.at;
import static io.reeve.harness.reconcile.Bench.change;
import static io.reeve.harness.reconcile.Bench.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.reconcile.Preview;
import io.reeve.core.reconcile.Preview.State;
import io.reeve.core.reconcile.Stage;
import io.reeve.policy.Authority;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.Refusals.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a pass would do, told without doing it.
final class ForesightTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(folder);
    bench.first.tamper(at("first", "one"), Value.of("before"));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private Preview preview(String... pairs) {
    var wish = new LinkedHashMap<OmaUri, Value>();
    for (int i = 0; i < pairs.length; i += 2) {
      wish.put(uri(pairs[i]), Value.of(pairs[i + 1]));
    }
    var stage = new Stage(folder.resolve("root"), folder, _ -> List.of());
    return bench.reconciler().preview(Authority.LOCAL, wish, stage);
  }

  private static Map<String, State> states(Preview preview) {
    return preview.settings().stream()
        .collect(
            Collectors.toMap(
                setting -> setting.match().setting().id().replace("test.", ""),
                Preview.Setting::state));
  }

  private void local(String name, String value) {
    bench.reconciler().apply(Authority.LOCAL, List.of(change(name, value)), false);
  }

  @Test
  void eachSettingIsToldByWhatWouldBecomeOfIt() {
    bench.apply(change("far", "theirs"));
    local("two", "same");
    local("pair", "going");
    bench.reconciler().disown(Authority.LOCAL, Set.of("network"));
    bench
        .store()
        .refusals()
        .put(new Refusal(Authority.LOCAL, uri("stuck"), Value.of("x"), "it cut", Bench.NOW));

    var preview =
        preview("one", "1", "two", "same", "far", "ours", "net", "n", "missing", "m", "stuck", "x");

    assertThat(states(preview))
        .isEqualTo(
            Map.of(
                "pair", State.CHANGES,
                "one", State.CHANGES,
                "two", State.UNCHANGED,
                "far", State.OUTRANKED,
                "net", State.NOT_OWNED,
                "missing", State.NOT_APPLICABLE,
                "stuck", State.REFUSED));
    assertThat(preview.places())
        .extracting(place ->
            place.change() + " " + place.address() + " " + place.before() + ">" + place.after())
        .containsExactlyInAnyOrder(
            "GIVE_BACK second(key=right) 'going'>not set",
            "GIVE_BACK first(key=left) 'going'>not set",
            "WRITE first(key=one) 'before'>'1'");
  }

  @Test
  void twoSettingsThatWantOnePlaceDifferentlyAreAConflict() {
    assertThat(states(preview("one", "1", "shared", "2")))
        .isEqualTo(Map.of("one", State.FAILED, "shared", State.FAILED));
  }

  @Test
  void nothingIsWrittenRestoredSettledOrStored() throws Exception {
    local("two", "2");
    var steps = bench.faults.steps().size();
    var machine = bench.machine();
    var history = bench.history();
    var held = bench.store().journal().held();

    preview("one", "1", "net", "n");
    preview();

    assertThat(bench.faults.steps().subList(steps, bench.faults.steps().size()))
        .isNotEmpty()
        .allMatch(step -> step.startsWith("read "));
    assertThat(bench.machine()).isEqualTo(machine);
    assertThat(bench.history()).isEqualTo(history);
    assertThat(bench.store().journal().held()).isEqualTo(held);
    assertThat(bench.store().journal().unfinished()).isEmpty();
    assertThat(bench.reconciler().wanted(Authority.LOCAL, OmaUri.parse(".")))
        .containsOnlyKeys(uri("two"));
    try (var left = Files.list(folder)) {
      assertThat(left).noneMatch(file -> file.getFileName().toString().startsWith("preview-"));
    }
  }

  @Test
  void whatACrashLeftOfAPreviewIsRemoved() throws Exception {
    var left = Files.createDirectories(folder.resolve("preview-1/etc"));
    Files.writeString(left.resolve("hosts"), "x");
    new Stage(folder, folder, _ -> List.of()).sweep();
    assertThat(folder.resolve("preview-1")).doesNotExist();
    assertThat(folder.resolve("reeve.db")).exists();
  }
}
