package io.reeve.harness.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Records as JSON: component names as keys, times as ISO 8601, enum constants in lower case, an
/// empty `Optional` left out.
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static {
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(64)
                .maxStringLength(4 * 1024 * 1024)
                .build());
  }

  private Json() {}

  /// Parses a document: at most 64 deep, no key twice.
  static JsonNode parse(String text) throws JsonProcessingException {
    return MAPPER.readTree(text);
  }

  /// Parses what the lab wrote itself.
  static JsonNode own(String text) {
    try {
      return parse(text);
    } catch (JsonProcessingException damaged) {
      throw new IllegalStateException("the lab's database holds damaged JSON", damaged);
    }
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// The value as a tree.
  static JsonNode of(Object value) {
    var nodes = JsonNodeFactory.instance;
    return switch (value) {
      case JsonNode node -> node;
      case String text -> nodes.textNode(text);
      case Integer number -> nodes.numberNode(number);
      case Long number -> nodes.numberNode(number);
      case Boolean truth -> nodes.booleanNode(truth);
      case Instant instant -> nodes.textNode(instant.toString());
      case Enum<?> word -> nodes.textNode(word.name().toLowerCase(Locale.ROOT));
      case Collection<?> many -> {
        var array = nodes.arrayNode();
        many.forEach(one -> array.add(of(one)));
        yield array;
      }
      case Map<?, ?> map -> {
        var object = nodes.objectNode();
        map.forEach((key, one) -> object.set(key.toString(), of(one)));
        yield object;
      }
      case Record row -> ofRecord(row);
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    };
  }

  private static JsonNode ofRecord(Record row) {
    var object = JsonNodeFactory.instance.objectNode();
    for (var component : row.getClass().getRecordComponents()) {
      switch (read(row, component)) {
        case Optional<?> maybe -> maybe.ifPresent(one -> object.set(component.getName(), of(one)));
        case OptionalInt maybe -> maybe.ifPresent(one -> object.put(component.getName(), one));
        case Object one -> object.set(component.getName(), of(one));
      }
    }
    return object;
  }

  private static Object read(Record row, RecordComponent component) {
    try {
      return component.getAccessor().invoke(row);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible); // the views are public
    }
  }
}
