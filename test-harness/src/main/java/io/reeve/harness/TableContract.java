package io.reeve.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.inventory.Columns;
import io.reeve.core.inventory.Tables;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every inventory table promises, as tests. It reads this machine, so it asks only for what
/// is true of every machine; what a table makes of a captured output is for the implementation's
/// own rows.
///
/// ```java
/// final class UsersTableTest implements TableContract {
///   public Table<?> table() { return new UsersTable(new Facts(Path.of("/"))); }
///   public List<String> columns() { return List.of("uid", "gid", "username"); }
/// }
/// ```
public interface TableContract {
  /// Stand-ins for "not known" that must not reach a row.
  Set<Object> SENTINELS = Set.of("", "unknown", "Unknown", "null", "-1", -1L);

  /// The table under test.
  Table<?> table();

  /// Columns of osquery's published schema, or of our own, that people's queries rely on.
  List<String> columns();

  /// Columns in which an empty text or a -1 is a value like any other.
  default Set<String> plain() {
    return Set.of();
  }

  @Test
  default void itsNameAndColumnsAreLowerSnakeCaseAndOfAllowedTypes() {
    assertThat(table().name()).matches("[a-z][a-z0-9_]{0,62}");
    assertThat(Columns.of(table().row()).names()).containsAll(columns());
  }

  @Test
  default void whereOsqueryHasTheTableTheColumnsAreItsOwn() {
    var osquery = OsquerySchema.load();
    var schema = Columns.of(table().row());
    if (osquery.has(table().name())) {
      assertThat(schema.names())
          .allSatisfy(column ->
              assertThat(osquery.type(table().name(), column)).isEqualTo(schema.type(column)));
    }
  }

  @Test
  default void itsKeyIsAmongItsColumnsAndNotRestless() {
    var schema = Columns.of(table().row());
    assertThat(schema.names()).containsAll(schema.key());
    assertThat(schema.key()).isNotEmpty().noneMatch(schema.restless()::contains);
  }

  @Test
  default void itReadsThisMachineWithinBoundsOrSaysThatItHasNoSuchThing() throws IOException {
    var rows = rows();
    assertThat(rows.map(List::size).orElse(0)).isLessThanOrEqualTo(Tables.MAX_ROWS);
  }

  @Test
  default void itsRowsHoldNoStandInsForUnknown() throws IOException {
    for (var row : rows().orElse(List.of())) {
      row.forEach((column, value) -> {
        if (!plain().contains(column)) {
          assertThat(SENTINELS).as("%s of %s", column, row).doesNotContain(value);
        }
      });
    }
  }

  /// What the table finds here; empty when this machine has no such thing.
  private Optional<List<Map<String, Object>>> rows() throws IOException {
    var schema = Columns.of(table().row());
    try {
      return Optional.of(table().read().stream().map(schema::values).toList());
    } catch (NotApplicableException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotEndWith(".");
      return Optional.empty();
    }
  }
}
