package io.reeve.harness.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.core.dm.Item;
import io.reeve.harness.lab.LabViews.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads what devices tell of themselves: generic alerts, and nodes of Reeve that say the same.
///
/// Reeve's alerts carry JSON. Compliance is kept whole. Inventory is kept by table: the alert names
/// the table by its Source (`./Device/Vendor/Reeve/Inventory/{table}`) or in its data; the data is
/// the rows, or `{"rows": [...]}`, or what changed as `docs/inventory.md` has it.
final class AlertDesk {
  private static final String PREFIX = "reversed-domain-name:";
  private static final String REEVE = "io.reeve.";
  private static final String COLLECT = "./Device/Vendor/Reeve/Actions/CollectDiagnostics";
  private static final String ARCHIVE = "./Device/Vendor/Reeve/Diagnostics/Archive";
  private static final String TABLES = "./device/vendor/reeve/inventory/";
  private static final String COMPLIANCE = "./device/vendor/reeve/compliance/state";

  private final Memory memory;
  private final String device;

  AlertDesk(Memory memory, String device) {
    this.memory = memory;
    this.device = device;
  }

  /// Keeps a generic alert.
  ///
  /// @param item with its whole data
  /// @return whether the device says that it unenrols
  boolean generic(Item item) {
    var type = item.meta().type().orElse("").strip();
    var text = item.data().orElse("");
    var name = type.toLowerCase(Locale.ROOT);
    name = (name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name).strip();
    if (name.contains("mdm.unenrollment")) {
      return true;
    }
    var source = item.source().or(item::target).orElse("");
    if (name.startsWith(REEVE)) {
      reeve(name.substring(REEVE.length()), source, parsed(text));
    } else {
      event("alert", source, Json.of(text), Optional.of(type));
    }
    return false;
  }

  private void reeve(String kind, String source, JsonNode data) {
    switch (kind) {
      case "escrow" -> memory.escrows().handed(device, data);
      case "action" -> action(source, data);
      case "compliance" -> memory.reports().compliance(device, data);
      case "inventory" -> inventory(source, data);
      case "ledger" -> new LedgerHeads(memory.reports(), memory.events()).told(device, data);
      default -> {
        // told by the event alone
      }
    }
    event("alert." + kind, source, data, Optional.empty());
  }

  /// What was collected is fetched at once; the archive is no event.
  private void action(String source, JsonNode data) {
    memory.escrows().went(device, source, data);
    if (source.equalsIgnoreCase(COLLECT) && data.path("state").asText().equals("done")) {
      memory.commands().add(device, Verb.GET, LabViews.Item.of(ARCHIVE, "chr", ""));
    }
  }

  private void event(String kind, String source, JsonNode data, Optional<String> type) {
    var whole = Json.object();
    type.ifPresent(text -> whole.put("type", text));
    if (!source.isEmpty()) {
      whole.put("source", source);
    }
    memory.events().add(device, kind, whole.set("data", data));
  }

  /// Text that is no JSON is kept as a JSON string.
  private static JsonNode parsed(String text) {
    try {
      return Json.parse(text);
    } catch (JsonProcessingException _) {
      return Json.of(text);
    }
  }

  private void inventory(String source, JsonNode data) {
    if (data.get("tables") instanceof ObjectNode tables) {
      tables.properties().forEach(table -> table(table.getKey(), table.getValue()));
      return;
    }
    var named = data.path("table").asText(data.path("name").asText(""));
    var table = tableOf(source).orElse(named);
    if (!table.isEmpty()) {
      table(table, data);
    }
  }

  private static Optional<String> tableOf(String uri) {
    return uri.toLowerCase(Locale.ROOT).startsWith(TABLES)
        ? Optional.of(uri.substring(TABLES.length()))
        : Optional.empty();
  }

  private void table(String name, JsonNode data) {
    var rows = data.path("rows").isArray() ? data.get("rows") : data;
    if (rows.isArray()) {
      memory.reports().table(device, name, rows);
    } else if (data.path("added").isArray() || data.path("removed").isArray()) {
      memory.reports().table(device, name, changed(name, data));
    }
  }

  /// The rows as they were, with the changes. Rows are told apart by the columns of `key`, or as a
  /// whole where the device names none.
  private ArrayNode changed(String table, JsonNode change) {
    var key = change.path("key").valueStream().map(JsonNode::asText).toList();
    var rows = new LinkedHashMap<JsonNode, JsonNode>();
    boolean anew = change.path("full").asBoolean() && change.path("part").asInt(1) == 1;
    var before = anew ? null : memory.reports().inventory(device).get(table);
    if (before != null) {
      before.forEach(row -> rows.put(key(row, key), row));
    }
    change.path("removed").forEach(row -> rows.remove(key(row, key)));
    change.path("changed").forEach(row -> rows.put(key(row, key), row));
    change.path("added").forEach(row -> rows.put(key(row, key), row));
    var all = JsonNodeFactory.instance.arrayNode();
    rows.values().forEach(all::add);
    return all;
  }

  private static JsonNode key(JsonNode row, List<String> columns) {
    var key = Json.object();
    columns.forEach(column -> key.set(column, row.path(column)));
    return columns.isEmpty() ? row : key;
  }

  /// Whether it is the node of the diagnostics, which are no text for people.
  static boolean isArchive(String uri) {
    return uri.equalsIgnoreCase(ARCHIVE);
  }

  /// Keeps what a `Get` brought, if it is a report.
  void node(String uri, String value) {
    var table = tableOf(uri);
    if (isArchive(uri)) {
      memory.reports().diagnostics(device, value);
      memory.events().add(device, "diagnostics.collected");
    } else if (table.isPresent()) {
      table(table.get(), parsed(value));
    } else if (uri.equalsIgnoreCase(COMPLIANCE)) {
      memory.reports().compliance(device, parsed(value));
    }
  }
}
