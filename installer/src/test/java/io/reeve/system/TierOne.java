package io.reeve.system;

import java.util.List;
import java.util.stream.Stream;

/// The rows of tier 1 that can be set, by area.
final class TierOne {
  private TierOne() {}

  /// The rows named by the property `reeve.rows`, a list with commas; all of them without it.
  static Stream<Row> asked() {
    var asked = List.of(System.getProperty("reeve.rows", "").split(","));
    return rows().filter(row -> asked.contains("") || asked.contains(row.id()));
  }

  static Stream<Row> rows() {
    return Stream.of(AccountRows.rows(), NetworkRows.rows(), SystemRows.rows(), AppRows.rows())
        .flatMap(List::stream);
  }
}
