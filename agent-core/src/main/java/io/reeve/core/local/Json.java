package io.reeve.core.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Records as JSON text. Streams only, because the command line starts for one answer and a data
/// binder takes longer to load than that answer to come.
///
/// An empty `Optional` is `null`, an `Instant` is ISO 8601 text, an enum is its name.
public final class Json {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_STRING = 32 * 1024 * 1024;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .build())
          .build();

  private Json() {}

  /// The value on one line.
  public static String line(@Nullable Object value) {
    return text(value, false);
  }

  /// The value for people and scripts alike: indented, without a final line break.
  public static String pretty(@Nullable Object value) {
    return text(value, true);
  }

  /// The text as maps, lists, strings, numbers, booleans and null.
  ///
  /// @throws IOException when it is not JSON, is nested too deep, or goes on after its value
  static @Nullable Object parse(String text) throws IOException {
    try (var parser = FACTORY.createParser(text)) {
      parser.nextToken();
      var value = value(parser);
      if (parser.nextToken() != null) {
        throw new IOException("there is more text after the value");
      }
      return value;
    }
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case null, default -> throw new IOException("there is no value");
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    var map = new LinkedHashMap<String, @Nullable Object>();
    for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      map.put(name, value(parser));
    }
    return map;
  }

  private static List<@Nullable Object> array(JsonParser parser) throws IOException {
    var list = new ArrayList<@Nullable Object>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(parser));
    }
    return list;
  }

  private static String text(@Nullable Object value, boolean indented) {
    var writer = new StringWriter();
    try (var generator = FACTORY.createGenerator(writer)) {
      if (indented) {
        var printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
        printer.indentObjectsWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
        generator.setPrettyPrinter(printer);
      }
      write(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return writer.toString();
  }

  private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.writeNull();
      case Optional<?> optional -> write(out, optional.orElse(null));
      case String text -> out.writeString(text);
      case Boolean flag -> out.writeBoolean(flag);
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      case Double number -> out.writeNumber(number);
      case Enum<?> constant -> out.writeString(constant.name());
      case Instant instant -> out.writeString(instant.toString());
      case List<?> list -> writeList(out, list);
      case Map<?, ?> map -> writeMap(out, map);
      case Record bean -> writeRecord(out, bean);
      case Object other ->
          throw new IllegalArgumentException("no JSON form for " + other.getClass());
    }
  }

  private static void writeList(JsonGenerator out, List<?> list) throws IOException {
    out.writeStartArray();
    for (var element : list) {
      write(out, element);
    }
    out.writeEndArray();
  }

  private static void writeMap(JsonGenerator out, Map<?, ?> map) throws IOException {
    out.writeStartObject();
    for (var entry : map.entrySet()) {
      out.writeFieldName(String.valueOf(entry.getKey()));
      write(out, entry.getValue());
    }
    out.writeEndObject();
  }

  private static void writeRecord(JsonGenerator out, Record bean) throws IOException {
    out.writeStartObject();
    for (var component : bean.getClass().getRecordComponents()) {
      out.writeFieldName(component.getName());
      write(out, valueOf(component, bean));
    }
    out.writeEndObject();
  }

  private static @Nullable Object valueOf(RecordComponent component, Record bean) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(bean);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException(bean.getClass() + " cannot be read", e);
    }
  }
}
