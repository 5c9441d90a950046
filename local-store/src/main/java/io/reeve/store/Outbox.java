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

  /// The oldest rows not yet acknowledged, at most so many.
  List<Row> pending(int most);

  /// Forgets rows the service has acknowledged; ids that are not there are no error.
  void acknowledge(Collection<Long> ids);

  /// A waiting alert.
  record Row(long id, Instant at, String type, String format, String source, String data) {}
}
