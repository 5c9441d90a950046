package io.reeve.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A JSON object being read: it hands out members, and collects a problem for each that is missing,
/// of the wrong kind, or never asked for. A member with a problem reads as empty, so that reading
/// goes on and finds the next one.
final class Fields {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(64).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String where;
  private final JsonNode node;
  private final List<String> problems;
  private final Set<String> asked = new LinkedHashSet<>();

  Fields(String where, JsonNode node, List<String> problems) {
    this.where = where;
    this.node = node;
    this.problems = problems;
  }

  /// Reads a text as one JSON value: no comments, no repeated keys, nothing after it, 64 levels at
  /// most. Empty, with a problem added, when it is not that.
  static Optional<JsonNode> json(String where, String text, List<String> problems) {
    try {
      var node = MAPPER.readTree(text);
      if (!node.isMissingNode()) {
        return Optional.of(node);
      }
      problems.add(where + ": empty, JSON expected");
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      problems.add(
          "%s: not JSON, line %d column %d: %s"
              .formatted(
                  where,
                  at == null ? 0 : at.getLineNr(),
                  at == null ? 0 : at.getColumnNr(),
                  NotJson.why(e)));
    }
    return Optional.empty();
  }

  /// Reads a text as one JSON object.
  static Optional<Fields> object(String where, String text, List<String> problems) {
    return json(where, text, problems)
        .flatMap(node -> {
          if (node.isObject()) {
            return Optional.of(new Fields(where, node, problems));
          }
          problems.add(where + ": a JSON object expected, found " + kind(node));
          return Optional.empty();
        });
  }

  String where() {
    return where;
  }

  void problem(String text) {
    problems.add(where + ": " + text);
  }

  boolean has(String key) {
    return node.has(key);
  }

  /// The member as it stands; empty when it is missing.
  Optional<JsonNode> any(String key) {
    asked.add(key);
    return Optional.ofNullable(node.get(key));
  }

  /// The names of all members, all of them counted as asked for.
  Set<String> keys() {
    var names = new LinkedHashSet<String>();
    node.fieldNames().forEachRemaining(names::add);
    asked.addAll(names);
    return names;
  }

  /// A text that must be there and must not be blank.
  String text(String key) {
    var text = optionalText(key);
    if (text.isEmpty() && !node.has(key)) {
      problem("'" + key + "' is missing");
    } else if (text.filter(String::isBlank).isPresent()) {
      problem("'" + key + "' is empty");
    }
    return text.orElse("");
  }

  /// A text, when it is there.
  Optional<String> optionalText(String key) {
    var found = any(key);
    if (found.isPresent() && !found.get().isTextual()) {
      return wrong(key, "a text", found.get());
    }
    return found.map(JsonNode::textValue);
  }

  /// A whole number between two bounds, or `missing`.
  long number(String key, long min, long max, long missing) {
    var found = any(key);
    if (found.isEmpty()) {
      return missing;
    }
    if (!found.get().isIntegralNumber() || !found.get().canConvertToLong()) {
      wrong(key, "a whole number", found.get());
      return missing;
    }
    long number = found.get().longValue();
    if (number < min || number > max) {
      problem("'%s' is %d, not between %d and %d".formatted(key, number, min, max));
    }
    return number;
  }

  /// A truth value, false when it is missing.
  boolean flag(String key) {
    var found = any(key);
    if (found.isPresent() && !found.get().isBoolean()) {
      wrong(key, "true or false", found.get());
    }
    return found.map(JsonNode::booleanValue).orElse(false);
  }

  /// A list of texts, numbers and truth values, each as text; empty when it is missing.
  List<String> texts(String key) {
    var texts = new ArrayList<String>();
    for (var item : items(key)) {
      if (item.isValueNode() && !item.isNull()) {
        texts.add(item.asText());
      } else {
        wrong(key, "a list of texts", item);
      }
    }
    return texts;
  }

  /// A list of objects; empty when it is missing.
  List<Fields> objects(String key) {
    var objects = new ArrayList<Fields>();
    for (var item : items(key)) {
      if (item.isObject()) {
        objects.add(new Fields(where + " " + key + "[" + objects.size() + "]", item, problems));
      } else {
        wrong(key, "a list of objects", item);
      }
    }
    return objects;
  }

  /// An object, when it is there.
  Optional<Fields> object(String key) {
    var found = any(key);
    if (found.isPresent() && !found.get().isObject()) {
      return wrong(key, "an object", found.get());
    }
    return found.map(member -> new Fields(where + " " + key, member, problems));
  }

  /// An object of texts by name; empty when it is missing.
  Map<String, String> textsByName(String key) {
    var texts = new LinkedHashMap<String, String>();
    object(key)
        .ifPresent(member -> member.keys().forEach(name -> texts.put(name, member.text(name))));
    return texts;
  }

  private Iterable<JsonNode> items(String key) {
    var found = any(key);
    if (found.isPresent() && !found.get().isArray()) {
      wrong(key, "a list", found.get());
      return List.of();
    }
    return found.<Iterable<JsonNode>>map(list -> list).orElse(List.of());
  }

  private <T> Optional<T> wrong(String key, String expected, JsonNode found) {
    problem("'%s' must be %s, found %s".formatted(key, expected, kind(found)));
    return Optional.empty();
  }

  private static String kind(JsonNode node) {
    return shown(node.toString());
  }

  private static String shown(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }

  /// Ends the reading: members nobody asked for become problems.
  void end() {
    node.fieldNames()
        .forEachRemaining(key -> {
          if (!asked.contains(key)) {
            problem("unknown key '" + key + "'" + Spelling.suggestion(key, asked));
          }
        });
  }
}
