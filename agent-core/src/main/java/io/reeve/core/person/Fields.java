package io.reeve.core.person;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reeve.policy.NotJson;
import java.util.Optional;
import java.util.Set;

/// The argument of an action: a JSON object, or plain text that stands for one of its fields.
///
/// @param json an object
/// @param problem what is wrong with it
record Fields(JsonNode json, Optional<String> problem) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /// @param plain the field that text stands for which is no object
  /// @param known every field there may be
  static Fields of(String argument, String plain, Set<String> known) {
    if (!argument.startsWith("{")) {
      return new Fields(JSON.createObjectNode().put(plain, argument), Optional.empty());
    }
    try {
      var json = JSON.readTree(argument);
      var unknown =
          json.properties().stream()
              .filter(
                  field -> !known.contains(field.getKey()) || field.getValue().isContainerNode())
              .map(field -> "'" + field.getKey() + "' is unknown or not a plain value")
              .findFirst();
      return new Fields(json, unknown);
    } catch (JsonProcessingException e) {
      return new Fields(JSON.createObjectNode(), Optional.of("it is not JSON: " + NotJson.why(e)));
    }
  }

  String text(String name) {
    return json.path(name).asText("");
  }

  boolean flag(String name) {
    return json.path(name).asBoolean(false);
  }

  /// A whole number in a range; empty when it is none.
  Optional<Integer> number(String name, int usual, int least, int most) {
    var node = json.path(name);
    if (node.isMissingNode()) {
      return Optional.of(usual);
    }
    return node.isInt() && node.intValue() >= least && node.intValue() <= most
        ? Optional.of(node.intValue())
        : Optional.empty();
  }
}
