package io.reeve.core.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The rows of a table as they were reported: each row's key, as a JSON list of the key columns'
/// values, and a digest of its columns but the restless ones.
final class RowDigests {
  private static final int DIGEST_BYTES = 8;

  private final List<String> key;
  private final Map<String, String> digests;
  private final Map<String, Map<String, Object>> rows;

  private RowDigests(
      List<String> key, Map<String, String> digests, Map<String, Map<String, Object>> rows) {
    this.key = key;
    this.digests = digests;
    this.rows = rows;
  }

  static RowDigests of(Columns columns, List<Map<String, Object>> rows) {
    var digests = new TreeMap<String, String>();
    var byKey = new TreeMap<String, Map<String, Object>>();
    for (var row : rows) {
      var id = Json.write(columns.key().stream().map(row::get).toList());
      var digest = digest(columns, row);
      var other = digests.get(id);
      // Which of several rows with one key is reported must not depend on their order.
      if (other == null || digest.compareTo(other) < 0) {
        digests.put(id, digest);
        byKey.put(id, row);
      }
    }
    return new RowDigests(columns.key(), digests, byKey);
  }

  /// Reads a note; empty when it is of another schema or damaged, which asks for a full report.
  static Optional<RowDigests> parse(Columns columns, String note) {
    try {
      var parsed = Json.MAPPER.readValue(note, Note.class);
      return parsed.key().equals(columns.key())
          ? Optional.of(new RowDigests(parsed.key(), new TreeMap<>(parsed.rows()), Map.of()))
          : Optional.empty();
    } catch (JsonProcessingException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  String note() {
    return Json.write(new Note(key, digests));
  }

  /// What is different from before.
  Changes changesSince(RowDigests before) {
    var added = new ArrayList<Map<String, Object>>();
    var changed = new ArrayList<Map<String, Object>>();
    var removed = new ArrayList<Map<String, Object>>();
    rows.forEach((id, row) -> {
      var was = before.digests.get(id);
      if (was == null) {
        added.add(row);
      } else if (!was.equals(digests.get(id))) {
        changed.add(row);
      }
    });
    for (var id : before.digests.keySet()) {
      if (!digests.containsKey(id)) {
        removed.add(keyColumns(id));
      }
    }
    return new Changes(added, changed, removed);
  }

  private Map<String, Object> keyColumns(String id) {
    try {
      List<Object> values = Json.MAPPER.readValue(id, new TypeReference<>() {});
      var columns = new LinkedHashMap<String, Object>();
      for (int i = 0; i < Math.min(key.size(), values.size()); i++) {
        var name = key.get(i);
        Optional.ofNullable(values.get(i)).ifPresent(value -> columns.put(name, value));
      }
      return columns;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row's key is always JSON: " + id, e);
    }
  }

  private static String digest(Columns columns, Map<String, Object> row) {
    var calm = new LinkedHashMap<>(row);
    calm.keySet().removeAll(columns.restless());
    try {
      var hash =
          MessageDigest.getInstance("SHA-256")
              .digest(Json.write(calm).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private record Note(List<String> key, Map<String, String> rows) {
    Note {
      key = List.copyOf(key);
      rows = new TreeMap<>(rows);
    }
  }
}
