package io.reeve.core.inventory;

import java.util.List;
import java.util.Map;

/// What came of reading one table.
sealed interface Reading {
  /// Its rows, by column.
  record Rows(List<Map<String, Object>> rows) implements Reading {}

  /// This machine has no such thing: no rows, and that is well.
  record NotApplicable(String reason) implements Reading {}

  /// It could not be read; the text says why.
  record Failed(String error) implements Reading {}
}
