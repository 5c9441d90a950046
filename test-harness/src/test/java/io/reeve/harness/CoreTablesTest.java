package io.reeve.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.inventory.Inventory.Answer;
import io.reeve.core.inventory.Tables;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The tables every system has, on this machine.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CoreTablesTest {
  private final Tables tables = Tables.of(List.of(), Duration.ofMinutes(2));
  private final OsquerySchema osquery = OsquerySchema.load();

  @AfterAll
  void close() {
    tables.close();
  }

  Stream<String> names() {
    return tables.tables().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aTableIsReadOrDoesNotApply(String name) {
    var answer = tables.read(List.of(name)).getFirst();
    assertThat(answer.error().filter(error -> !error.startsWith("not applicable: "))).isEmpty();
    assertThat(answer.rows())
        .allSatisfy(row ->
            assertThat(row.values())
                .doesNotContainAnyElementsOf(List.of("", "unknown", "Unknown", -1L)));
  }

  @ParameterizedTest
  @MethodSource("names")
  void itsColumnsAreThoseOsqueryPublishes(String name) {
    assertThat(osquery.has(name)).isTrue();
    assertThat(tables.columns(name).orElseThrow())
        .allSatisfy(column -> assertThat(osquery.type(name, column)).isPresent());
  }

  @Test
  void thisProcessAndItsMachineAreFound() {
    var self = ProcessHandle.current().pid();
    assertThat(rows("SELECT 1 FROM processes WHERE pid = " + self)).hasSize(1);
    assertThat(rows("SELECT 1 FROM system_info WHERE cpu_logical_cores > 0")).hasSize(1);
    assertThat(rows("SELECT 1 FROM memory_info WHERE memory_total > 0")).hasSize(1);
    assertThat(rows("SELECT 1 FROM uptime WHERE total_seconds >= 0")).hasSize(1);
    assertThat(rows("SELECT 1 FROM interface_addresses WHERE address = '127.0.0.1'")).hasSize(1);
  }

  private List<?> rows(String sql) {
    Answer answer = tables.query(sql);
    assertThat(answer.error()).isEmpty();
    return answer.rows();
  }
}
