package io.reeve.platform.windows;

import static io.reeve.platform.windows.Advapi32Registry.*;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// How a setting's value is kept in a registry value, and read again. A registry value of another
/// type is none: Windows would not read it either.
enum RegistryForm {
  /// A whole number of 32 bits.
  DWORD {
    @Override
    RegistryData encode(String text) throws IOException {
      if (!NUMBER.matcher(text).matches() || Long.parseLong(text) > 0xFFFFFFFFL) {
        throw new IOException("not a number of 32 bits: '" + text + "'");
      }
      return RegistryData.number((int) Long.parseLong(text));
    }

    @Override
    Optional<String> decode(RegistryData data) {
      return data.number().map(Object::toString);
    }
  },

  /// A text.
  STRING {
    @Override
    RegistryData encode(String text) throws IOException {
      return RegistryData.text(REG_SZ, checked(text));
    }

    @Override
    Optional<String> decode(RegistryData data) {
      return data.text();
    }
  },

  /// A list of texts that are not empty: the lines of the value.
  LINES {
    @Override
    RegistryData encode(String text) throws IOException {
      var lines = Arrays.asList(checked(text).split("\n", -1));
      if (lines.contains("")) {
        throw new IOException("a list in the registry cannot hold an empty text: '" + text + "'");
      }
      return RegistryData.of(REG_MULTI_SZ, Wide.of(lines));
    }

    @Override
    Optional<String> decode(RegistryData data) {
      return data.lines().map(lines -> String.join("\n", lines));
    }
  },

  /// A policy of Chrome or Edge, JSON: they take numbers as texts too, and objects and lists as
  /// JSON in a text.
  JSON {
    @Override
    RegistryData encode(String text) throws IOException {
      return json(
          text,
          document -> RegistryData.text(REG_SZ, document),
          number -> RegistryData.text(REG_SZ, number));
    }

    @Override
    Optional<String> decode(RegistryData data) {
      return fromJson(data);
    }
  },

  /// A policy of Firefox, JSON: it takes what is neither a text nor a truth value as JSON in a list
  /// of texts.
  JSON_LINES {
    @Override
    RegistryData encode(String text) throws IOException {
      return json(text, RegistryForm::jsonLine, RegistryForm::jsonLine);
    }

    @Override
    Optional<String> decode(RegistryData data) {
      return fromJson(data);
    }
  };

  private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");
  private static final Pattern MEANS_MORE = Pattern.compile("(?s)[01]|[\\[{].*");
  private static final ObjectMapper JSON_TEXT = new ObjectMapper();

  abstract RegistryData encode(String text) throws IOException;

  /// The value as text; empty when the data are of another type.
  abstract Optional<String> decode(RegistryData data);

  final RegistryData encode(Value value) throws IOException {
    return encode(value.wire());
  }

  /// The form a catalogue row names, for example `dword` or `json-lines`.
  static RegistryForm named(String name) {
    for (var form : values()) {
      if (form.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name)) {
        return form;
      }
    }
    throw new IllegalArgumentException("mechanism registry cannot take '" + name + "' as its type");
  }

  private static String checked(String text) throws IOException {
    if (text.indexOf('\0') >= 0) {
      throw new IOException("the value holds a zero, which would end it");
    }
    return text;
  }

  private interface Writing {
    RegistryData of(String json);
  }

  /// Truth values and numbers are numbers; 0 and 1, which would read as truth values, are kept as
  /// the numbers' own writing says. A text that would read as something else is kept as one that is
  /// to be expanded, which is why it may hold no `%`.
  private static RegistryData json(String text, Writing document, Writing zeroOrOne)
      throws IOException {
    var node = parse(text);
    if (node.isBoolean()) {
      return RegistryData.number(node.booleanValue() ? 1 : 0);
    }
    if (node.isInt() && node.intValue() > 1) {
      return RegistryData.number(node.intValue());
    }
    if (node.isTextual()) {
      var plain = checked(node.textValue());
      boolean more = MEANS_MORE.matcher(plain).matches();
      if (more && plain.indexOf('%') >= 0) {
        throw new IOException("the registry cannot keep this text apart from JSON: " + text);
      }
      return RegistryData.text(more ? REG_EXPAND_SZ : REG_SZ, plain);
    }
    if (node.isContainerNode()) {
      return document.of(checked(text));
    }
    if (node.isInt() && node.intValue() >= 0) {
      return zeroOrOne.of(node.toString());
    }
    throw new IOException("the registry cannot keep this for a browser: " + text);
  }

  private static RegistryData jsonLine(String json) {
    return RegistryData.of(
        REG_MULTI_SZ, Wide.of(List.of(json.replace("\r", "").replace('\n', ' '))));
  }

  private static JsonNode parse(String text) throws IOException {
    try {
      return JSON_TEXT.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IOException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Optional<String> fromJson(RegistryData data) {
    if (data.number().isPresent()) {
      long number = data.number().get();
      return Optional.of(number > 1 ? Long.toString(number) : Boolean.toString(number == 1));
    }
    if (data.lines().isPresent()) {
      return Optional.of(String.join("\n", data.lines().get()));
    }
    return data.text()
        .map(text ->
            data.type() == REG_SZ && MEANS_MORE.matcher(text).matches()
                ? text
                : JSON_TEXT.getNodeFactory().textNode(text).toString());
  }
}
