package io.reeve.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// What the service has still to hear of: generic alerts, oldest first. A row goes only when the
/// service has acknowledged it; until then it survives restarts.
public interface Outbox {
  /// Adds an alert.
  ///
  /// @param type the alert's Meta Type, for example `Reversed-Domain-Name:io.reeve.compliance`
  /// @param format the data's format in wire form, for example `chr`
  /// @param source the node it is about; empty when it is about none
  /// @param data the payload
  /// @return its id
  long add(String type, String format, String source, String data);

  /// Adds an alert that says how something is now, in place of those of its type and source that
  /// still wait. Not while a session is going on, which may have sent them.
  ///
  /// @return its id
  default long latest(String type, String format, String source, String data) {
    acknowledge(
        pending(Integer.MAX_VALUE).stream()
            .filter(row -> row.type().equals(type) && row.source().equals(source))
            .map(Row::id)
            .toList());
    return add(type, format, source, data);
  }

  /// The oldest rows not yet acknowledged, at most so many.
  List<Row> pending(int most);

  /// Forgets rows the service has acknowledged; ids that are not there are no error.
  void acknowledge(Collection<Long> ids);

  /// A waiting alert.
  record Row(long id, Instant at, String type, String format, String source, String data) {}
}
