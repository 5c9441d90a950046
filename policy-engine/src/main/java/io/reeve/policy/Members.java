package io.reeve.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value that is a JSON object, as its members, each of which has a place of its own.
final class Members {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Members() {}

  /// The members' names and values, these in JSON without white space; none when it is no object.
  static Map<String, Value> of(Value value) {
    var members = new LinkedHashMap<String, Value>();
    var tree = value.isAbsent() ? JSON.createObjectNode() : tree(value.wire());
    tree.properties()
        .forEach(each -> members.put(each.getKey(), Value.of(each.getValue().toString())));
    return members;
  }

  /// The object again, with what was found of the wanted members; absent when nothing was.
  ///
  /// @param found for each wanted member, in order
  static Value join(Value wanted, List<Value> found) {
    var object = JSON.createObjectNode();
    int i = 0;
    for (var name : of(wanted).keySet()) {
      var value = i < found.size() ? found.get(i++) : Value.absent();
      if (!value.isAbsent()) {
        object.set(name, read(value.wire()));
      }
    }
    return object.isEmpty() ? Value.absent() : Value.of(object.toString());
  }

  private static JsonNode tree(String text) {
    var node = read(text);
    return node.isObject() ? node : JSON.createObjectNode();
  }

  /// What is no JSON is a text.
  private static JsonNode read(String text) {
    try {
      var node = JSON.readTree(text);
      return node.isMissingNode() ? JSON.getNodeFactory().textNode(text) : node;
    } catch (JsonProcessingException e) {
      return JSON.getNodeFactory().textNode(text);
    }
  }
}
