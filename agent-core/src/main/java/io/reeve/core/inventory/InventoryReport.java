package io.reeve.core.inventory;

import io.reeve.core.spi.Table;
import io.reeve.store.Notes;
import io.reeve.store.Outbox;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells the service what the machine has: everything once, then only what changed.
///
/// For each table it remembers the keys of the rows last reported and a digest of each row. One
/// alert is about one table and looks like this (`docs/inventory.md`):
///
/// ```json
/// {"table": "deb_packages", "key": ["name", "arch"], "full": false, "part": 1, "parts": 1,
///  "added": [{...}], "changed": [{...}], "removed": [{"name": "bash", "arch": "amd64"}]}
/// ```
///
/// `full` says that the table starts anew; of several parts each adds to the ones before. A table
/// that could not be read is left as it was last reported. Of several rows with the same key one is
/// reported.
public final class InventoryReport {
  /// The alert's type.
  public static final String ALERT = "Reversed-Domain-Name:io.reeve.inventory";

  private static final String NOTE = "inventory/reported/";
  private static final String DROPPED = "inventory/dropped";
  private static final String NODE = "./Device/Vendor/Reeve/Inventory/";

  private final Tables tables;
  private final Notes notes;
  private final Outbox outbox;

  public InventoryReport(Tables tables, Notes notes, Outbox outbox) {
    this.tables = tables;
    this.notes = notes;
    this.outbox = outbox;
  }

  /// What was read, on its way to [#record].
  public static final class Collected {
    private final Map<String, Reading> readings;

    private Collected(Map<String, Reading> readings) {
      this.readings = readings;
    }
  }

  /// Reads the tables that are reported. Takes up to the tables' deadline: call it off the loop.
  public Collected collect() {
    return new Collected(tables.readings(reported()));
  }

  /// Compares with what was last reported and puts what changed into the outbox. Call it on the
  /// loop, best inside a transaction of the store; without one a crash may report twice, but never
  /// loses a change.
  ///
  /// @return how many alerts that were
  public int record(Collected collected) {
    if (!dropped().equals(notes.get(DROPPED).orElse("0"))) {
      // The outbox was full and let something go, perhaps a report: the service has to hear all.
      forget();
    }
    int alerts = 0;
    for (var entry : collected.readings.entrySet()) {
      alerts += record(entry.getKey(), entry.getValue());
    }
    notes.put(DROPPED, dropped());
    return alerts;
  }

  /// Forgets what was reported, so that the next report is a full one: after an enrolment, or when
  /// the service asks for it. Call it on the loop.
  public void forget() {
    notes.startingWith(NOTE).keySet().forEach(notes::remove);
  }

  private List<String> reported() {
    return tables.tables().stream()
        .filter(name -> tables.table(name).filter(t -> t.pace() != Table.Pace.FAST).isPresent())
        .toList();
  }

  private String dropped() {
    return notes.get("outbox/dropped").orElse("0");
  }

  private int record(String table, Reading reading) {
    var before = notes.get(NOTE + table);
    return switch (reading) {
      case Reading.Rows(var rows) -> compare(table, rows, before);
      case Reading.NotApplicable _ -> before.isEmpty() ? 0 : compare(table, List.of(), before);
      case Reading.Failed _ -> 0;
    };
  }

  private int compare(String table, List<Map<String, Object>> rows, Optional<String> before) {
    var columns = tables.schema(table);
    var now = RowDigests.of(columns, rows);
    var known = before.flatMap(note -> RowDigests.parse(columns, note));
    var changes = now.changesSince(known.orElseGet(() -> RowDigests.of(columns, List.of())));
    if (known.isPresent() && changes.isEmpty()) {
      return 0;
    }
    var alerts = changes.alerts(table, columns.key(), known.isEmpty());
    alerts.forEach(data -> outbox.add(ALERT, "chr", NODE + table, data));
    notes.put(NOTE + table, now.note());
    return alerts.size();
  }
}
