package io.reeve.platform.macos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.Locale;

/// How a preference is written: what a program expects to find.
enum PreferenceForm {
  BOOL {
    @Override
    JsonNode node(String text) throws IOException {
      if (!text.equals("true") && !text.equals("false")) {
        throw new IOException("neither true nor false: '" + text + "'");
      }
      return JsonNodeFactory.instance.booleanNode(text.equals("true"));
    }

    // Programs take a number that is not 0 for true.
    @Override
    String text(JsonNode node) {
      return Boolean.toString(node.asBoolean());
    }
  },
  INT {
    @Override
    JsonNode node(String text) throws IOException {
      try {
        return PropertyList.number(Long.parseLong(text));
      } catch (NumberFormatException e) {
        throw new IOException("not a whole number: '" + text + "'", e);
      }
    }
  },
  TEXT {
    @Override
    JsonNode node(String text) {
      return JsonNodeFactory.instance.textNode(text);
    }
  },
  /// The value is JSON; what is no JSON is taken as text.
  JSON {
    @Override
    JsonNode node(String text) {
      try {
        var node = PropertyList.JSON.readTree(text);
        return node.isMissingNode() || node.isNull()
            ? JsonNodeFactory.instance.textNode(text)
            : node;
      } catch (JsonProcessingException e) {
        return JsonNodeFactory.instance.textNode(text);
      }
    }

    @Override
    String text(JsonNode node) {
      return node.isTextual() && node(node.textValue()).isTextual()
          ? node.textValue()
          : node.toString();
    }
  };

  /// @throws IllegalArgumentException when there is none of that name
  static PreferenceForm of(String name) {
    for (var form : values()) {
      if (form.name().toLowerCase(Locale.ROOT).equals(name)) {
        return form;
      }
    }
    throw new IllegalArgumentException("no preference has the type '" + name + "'");
  }

  /// @throws IOException when the text is none of this form
  abstract JsonNode node(String text) throws IOException;

  String text(JsonNode node) {
    return node.asText();
  }

  Value value(JsonNode node) {
    return Value.of(text(node));
  }
}
