package io.reeve.core.spi;

import java.io.IOException;
import java.util.List;

/// An inventory table. The record's components are its columns, in order; a component's type is
/// `String`, `long`, `double` or an `Optional` of `String`, `Long` or `Double` for a column that
/// can be unknown. There are no sentinels.
///
/// @param <R> the row
public interface Table<R extends Record> {
  /// The table's name in osquery's schema, or one of our own.
  String name();

  /// The row's type; it is the schema.
  Class<R> row();

  /// Reads the machine. Called on a platform thread, and given up on after a deadline.
  ///
  /// @throws NotApplicableException when this machine has no such thing
  /// @throws IOException when it cannot be read
  List<R> read() throws IOException;
}
