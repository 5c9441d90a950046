package io.reeve.core.spi;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/// An inventory table. The record is the schema: its components are the columns, in order, and a
/// column's name is the component's in lower snake case (`hardwareVendor` is `hardware_vendor`). A
/// component's type is `String`, `long`, `double` or an `Optional` of `String`, `Long` or `Double`
/// for a column that can be unknown. There are no sentinels.
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

  /// How often its content changes.
  default Pace pace() {
    return Pace.SLOW;
  }

  /// How often a table's content changes; decides what is read again and what is reported.
  enum Pace {
    /// Hardware: read once and kept until the agent ends; reported when it differs from what was
    /// last reported.
    FIXED,
    /// Read whenever asked for; changes are reported.
    SLOW,
    /// Different at every look (processes, uptime): read whenever asked for, never reported of
    /// itself.
    FAST
  }

  /// Marks the columns that together tell one row from another over time, for reports of what
  /// changed. Without any, a row is told by all its columns and never changes, only comes and goes.
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  @interface Key {}

  /// Marks a column that changes all the time (counters, free space): its change alone is no change
  /// worth a report.
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  @interface Restless {}

  /// Gives a column a name that Java cannot, for example `interface`.
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  @interface Named {
    /// The column's name.
    String value();
  }
}
