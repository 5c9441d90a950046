package io.reeve.system;

import java.util.List;
import java.util.stream.Stream;

/// The rows of tier 1 that can be set, by area.
final class TierOne {
  private TierOne() {}

  static Stream<Row> rows() {
    return Stream.of(AccountRows.rows(), NetworkRows.rows(), SystemRows.rows())
        .flatMap(List::stream);
  }
}
