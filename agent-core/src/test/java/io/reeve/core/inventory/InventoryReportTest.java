package io.reeve.core.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Table;
import io.reeve.store.LocalStore;
import io.reeve.store.Outbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InventoryReportTest {
  @TempDir Path folder;
  private final Packages packages = new Packages("packages", Table.Pace.SLOW);
  private final Packages processes = new Packages("processes", Table.Pace.FAST);
  private LocalStore store;
  private Tables tables;
  private InventoryReport report;

  record Row(@Table.Key String name, String version, @Table.Restless long used) {}

  @BeforeEach
  void open() {
    store = LocalStore.open(folder.resolve("reeve.db"), Clock.systemUTC());
    tables = new Tables(List.of(packages, processes), Duration.ofMinutes(1), Duration.ofMinutes(1));
    report = new InventoryReport(tables, store.notes(), store.outbox());
    packages.rows.addAll(List.of(new Row("bash", "5.1", 1), new Row("zsh", "5.9", 1)));
    processes.rows.add(new Row("java", "25", 1));
  }

  @AfterEach
  void close() {
    tables.close();
    store.close();
  }

  @Test
  void theFirstReportIsFullAndLeavesOutWhatDiffersAtEveryLook() {
    var alerts = report();
    assertThat(alerts).hasSize(1);
    assertThat(alerts.getFirst().type()).isEqualTo("Reversed-Domain-Name:io.reeve.inventory");
    assertThat(alerts.getFirst().source()).isEqualTo("./Device/Vendor/Reeve/Inventory/packages");
    assertThat(alerts.getFirst().data())
        .isEqualTo(
            "{\"table\":\"packages\",\"key\":[\"name\"],\"full\":true,\"part\":1,\"parts\":1,"
                + "\"added\":[{\"name\":\"bash\",\"version\":\"5.1\",\"used\":1},"
                + "{\"name\":\"zsh\",\"version\":\"5.9\",\"used\":1}],"
                + "\"changed\":[],\"removed\":[]}");
  }

  @Test
  void nothingIsSentWhenNothingOrOnlyARestlessColumnChanged() {
    report();
    packages.rows.set(0, new Row("bash", "5.1", 99));
    packages.rows.add(packages.rows.removeFirst());
    assertThat(report()).isEmpty();
  }

  @Test
  void afterTheFullReportOnlyChangesAreSentAlsoAfterARestart() throws IOException {
    report();
    packages.rows.clear();
    packages.rows.addAll(List.of(new Row("bash", "5.2", 1), new Row("vim", "9", 1)));
    report = new InventoryReport(tables, store.notes(), store.outbox());
    var alert = json(report().getFirst());
    assertThat(alert.path("full").asBoolean()).isFalse();
    assertThat(alert.path("added").findValuesAsText("name")).containsExactly("vim");
    assertThat(alert.path("changed").findValuesAsText("version")).containsExactly("5.2");
    assertThat(alert.path("removed").toString()).isEqualTo("[{\"name\":\"zsh\"}]");
  }

  @Test
  void aTableThatCouldNotBeReadIsLeftAsItWas() {
    report();
    packages.failure = new IOException("busy");
    assertThat(report()).isEmpty();
    packages.failure = null;
    assertThat(report()).isEmpty();
  }

  @Test
  void aTableThatNoLongerAppliesLosesItsRows() throws IOException {
    report();
    packages.failure = new NotApplicableException("gone");
    assertThat(json(report().getFirst()).path("removed")).hasSize(2);
    assertThat(report()).isEmpty();
  }

  @Test
  void aTableThatNeverAppliedIsNotMentioned() {
    packages.failure = new NotApplicableException("no dpkg here");
    assertThat(report()).isEmpty();
  }

  @Test
  void aTableThatBecameEmptyIsToldInFullWhenForgotten() throws IOException {
    report();
    report.forget();
    packages.rows.clear();
    var alert = json(report().getFirst());
    assertThat(alert.path("full").asBoolean()).isTrue();
    assertThat(alert.path("added")).isEmpty();
  }

  @Test
  void manyRowsComeInPartsOfABoundedSize() throws IOException {
    packages.rows.clear();
    IntStream.range(0, 3_000).forEach(i -> packages.rows.add(new Row("p" + i, "1.0-" + i, i)));
    var alerts = report();
    assertThat(alerts).hasSizeGreaterThan(2);
    int rows = 0;
    for (int i = 0; i < alerts.size(); i++) {
      var alert = json(alerts.get(i));
      assertThat(alerts.get(i).data().length()).isLessThan(Changes.MAX_CHARACTERS + 512);
      assertThat(alert.path("part").asInt()).isEqualTo(i + 1);
      assertThat(alert.path("parts").asInt()).isEqualTo(alerts.size());
      rows += alert.path("added").size();
    }
    assertThat(rows).isEqualTo(3_000);
  }

  @Test
  void whenTheOutboxHadToDropReportsTheServiceIsToldEverythingAgain() throws IOException {
    report();
    store.notes().put("outbox/dropped", "3");
    assertThat(json(report().getFirst()).path("full").asBoolean()).isTrue();
    assertThat(report()).isEmpty();
  }

  @Test
  void aDamagedNoteAsksForAFullReport() throws IOException {
    report();
    store.notes().put("inventory/reported/packages", "{\"key\":[\"na");
    assertThat(json(report().getFirst()).path("full").asBoolean()).isTrue();
  }

  @Test
  void ofSeveralRowsWithOneKeyTheSameOneIsReportedInAnyOrder() {
    packages.rows.add(new Row("bash", "6.0", 1));
    report();
    packages.rows.add(packages.rows.removeFirst());
    assertThat(report()).isEmpty();
  }

  /// Reports, and gives the alerts this has put into the outbox.
  private List<Outbox.Row> report() {
    report.record(report.collect());
    var alerts = store.outbox().pending(1000);
    store.outbox().acknowledge(alerts.stream().map(Outbox.Row::id).toList());
    return alerts;
  }

  private static JsonNode json(Outbox.Row alert) throws IOException {
    return Json.MAPPER.readTree(alert.data());
  }

  private static final class Packages implements Table<Row> {
    private final String name;
    private final Pace pace;
    private final List<Row> rows = new ArrayList<>();
    private @Nullable IOException failure;

    Packages(String name, Pace pace) {
      this.name = name;
      this.pace = pace;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Class<Row> row() {
      return Row.class;
    }

    @Override
    public Pace pace() {
      return pace;
    }

    @Override
    public List<Row> read() throws IOException {
      if (failure != null) {
        throw failure;
      }
      return List.copyOf(rows);
    }
  }
}
