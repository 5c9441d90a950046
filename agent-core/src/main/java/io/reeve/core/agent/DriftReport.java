package io.reeve.core.agent;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.core.reconcile.Repair;
import io.reeve.policy.Catalog;
import io.reeve.policy.Value;
import io.reeve.store.Outbox;
import java.util.List;

/// Tells the service of places somebody else had changed: one alert for each pass that found some.
final class DriftReport {
  /// The alert's type. Its data is a JSON list; each entry has `address`, `settings`, `found`,
  /// `wanted`, `repaired`, `error`, `times`, `by` and `contested`.
  static final String ALERT = "Reversed-Domain-Name:io.reeve.drift";

  private static final int MOST = 200;
  private static final int LONGEST_VALUE = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private DriftReport() {}

  /// @param catalog tells what is confidential: an alert goes through many hands
  static void add(Outbox outbox, Catalog catalog, List<Repair> repairs) {
    var list = JSON.createArrayNode();
    for (var repair : repairs.subList(0, Math.min(MOST, repairs.size()))) {
      var entry = list.addObject();
      entry.put("address", repair.address().toString());
      var settings = entry.putArray("settings");
      repair.settings().forEach(uri -> settings.add(uri.toString()));
      boolean hidden = catalog.isConfidential(repair.settings());
      entry.put(
          "found",
          hidden ? catalog.words(repair.settings(), repair.found()) : text(repair.found()));
      entry.put(
          "wanted",
          hidden ? catalog.words(repair.settings(), repair.wanted()) : text(repair.wanted()));
      entry.put("repaired", repair.repaired());
      entry.put("error", repair.error());
      entry.put("times", repair.times());
      entry.put("by", repair.by());
      entry.put("contested", repair.contested());
    }
    outbox.add(ALERT, "chr", "", list.toString());
  }

  private static String text(Value value) {
    var wire = value.wire();
    return wire.length() <= LONGEST_VALUE ? wire : wire.substring(0, LONGEST_VALUE) + "...";
  }
}
