package io.reeve.harness.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The fields of a JSON object in a request. Anything not asked for is an error.
final class ApiFields {
  private final ObjectNode object;
  private final Set<String> known = new HashSet<>();

  private ApiFields(ObjectNode object) {
    this.object = object;
  }

  static ApiFields of(String text) {
    try {
      if (Json.parse(text) instanceof ObjectNode object) {
        return new ApiFields(object);
      }
      throw LabException.bad("the body is no JSON object", "send one, as in lab-openapi.yaml");
    } catch (JsonProcessingException malformed) {
      throw LabException.bad(
          "the body is not JSON: " + malformed.getOriginalMessage(), "send a JSON object");
    }
  }

  String text(String name) {
    var value = find(name);
    if (value == null) {
      throw LabException.bad("'" + name + "' is missing", "give it as a string");
    }
    return string(name, value);
  }

  String text(String name, String otherwise) {
    var value = find(name);
    return value == null ? otherwise : string(name, value);
  }

  private static String string(String name, JsonNode value) {
    if (!value.isValueNode() || value.isNull()) {
      throw LabException.bad("'" + name + "' is no string", "give it as a string");
    }
    return value.asText();
  }

  int number(String name, int otherwise) {
    var value = find(name);
    if (value != null && !(value.isIntegralNumber() && value.canConvertToInt())) {
      throw LabException.bad("'" + name + "' is no whole number", "give it as a number");
    }
    return value == null ? otherwise : value.intValue();
  }

  boolean truth(String name, boolean otherwise) {
    var value = find(name);
    if (value != null && !value.isBoolean()) {
      throw LabException.bad("'" + name + "' is neither true nor false", "give one of them");
    }
    return value == null ? otherwise : value.booleanValue();
  }

  List<ApiFields> objects(String name) {
    var value = find(name);
    if (value == null || !value.isArray()) {
      throw LabException.bad("'" + name + "' is no array", "give an array of objects");
    }
    var all = new ArrayList<ApiFields>();
    for (var one : value) {
      if (!(one instanceof ObjectNode fields)) {
        throw LabException.bad("'" + name + "' holds something else than objects", "give objects");
      }
      all.add(new ApiFields(fields));
    }
    return all;
  }

  private @Nullable JsonNode find(String name) {
    known.add(name);
    return object.get(name);
  }

  /// Refuses fields nobody has asked for.
  void end() {
    var unknown = new TreeSet<String>();
    object.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw LabException.bad("unknown fields " + unknown, "known here are " + new TreeSet<>(known));
    }
  }
}
