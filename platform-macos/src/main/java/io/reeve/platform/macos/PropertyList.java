package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Property lists in their XML form, as JSON's values: a dictionary is an object, data is a binary
/// node, a date a node that holds an [Instant]. They come from programs and from files that anybody
/// may have written.
final class PropertyList {
  static final JsonMapper JSON = new JsonMapper();
  private static final int MAX_BYTES = 64 << 20;
  private static final int MAX_DEPTH = 64;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private PropertyList() {}

  /// @throws IOException when it is not a property list in XML, or over 64 MiB or 64 levels
  static JsonNode parse(String text) throws IOException {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  static JsonNode parse(byte[] bytes) throws IOException {
    if (bytes.length > MAX_BYTES) {
      throw new IOException("a property list is over 64 MiB");
    }
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      var xml = factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
      while (xml.next() != XMLStreamReader.START_ELEMENT) {
        // The document type's name stands before the root; what it may say is not read.
      }
      xml.require(XMLStreamReader.START_ELEMENT, null, "plist");
      xml.nextTag();
      return value(xml, 0);
    } catch (XMLStreamException e) {
      throw new IOException("not a property list in XML: " + e.getMessage(), e);
    }
  }

  /// The value whose start is at hand; its end is at hand afterwards.
  private static JsonNode value(XMLStreamReader xml, int depth)
      throws IOException, XMLStreamException {
    if (depth > MAX_DEPTH) {
      throw new IOException("a property list is over 64 levels deep");
    }
    return switch (xml.getLocalName()) {
      case "dict" -> dictionary(xml, depth);
      case "array" -> array(xml, depth);
      case "true" -> flag(xml, true);
      case "false" -> flag(xml, false);
      case "string" -> NODES.textNode(xml.getElementText());
      case "integer" -> integer(xml.getElementText());
      case "real" -> real(xml.getElementText());
      case "data" -> data(xml.getElementText());
      case "date" -> date(xml.getElementText());
      default -> throw new IOException("no property list has a '" + xml.getLocalName() + "'");
    };
  }

  private static JsonNode dictionary(XMLStreamReader xml, int depth)
      throws IOException, XMLStreamException {
    var members = NODES.objectNode();
    while (xml.nextTag() == XMLStreamReader.START_ELEMENT) {
      xml.require(XMLStreamReader.START_ELEMENT, null, "key");
      var key = xml.getElementText();
      xml.nextTag();
      members.set(key, value(xml, depth + 1));
    }
    return members;
  }

  private static JsonNode array(XMLStreamReader xml, int depth)
      throws IOException, XMLStreamException {
    var members = NODES.arrayNode();
    while (xml.nextTag() == XMLStreamReader.START_ELEMENT) {
      members.add(value(xml, depth + 1));
    }
    return members;
  }

  private static JsonNode flag(XMLStreamReader xml, boolean value) throws XMLStreamException {
    xml.nextTag();
    return NODES.booleanNode(value);
  }

  /// A whole number, as JSON's parser would give it: what is alike is equal.
  static JsonNode number(long number) {
    return number == (int) number ? NODES.numberNode((int) number) : NODES.numberNode(number);
  }

  private static JsonNode integer(String text) throws IOException {
    try {
      return number(Long.parseLong(text.strip()));
    } catch (NumberFormatException e) {
      throw new IOException("not an integer: '" + text + "'", e);
    }
  }

  private static JsonNode real(String text) throws IOException {
    try {
      return NODES.numberNode(Double.parseDouble(text.strip()));
    } catch (NumberFormatException e) {
      throw new IOException("not a number: '" + text + "'", e);
    }
  }

  private static JsonNode data(String text) throws IOException {
    try {
      return NODES.binaryNode(Base64.getDecoder().decode(text.replaceAll("\\s", "")));
    } catch (IllegalArgumentException e) {
      throw new IOException("data that is not base64", e);
    }
  }

  private static JsonNode date(String text) throws IOException {
    try {
      return NODES.pojoNode(Instant.parse(text.strip()));
    } catch (DateTimeParseException e) {
      throw new IOException("not a date: '" + text + "'", e);
    }
  }

  /// The text of a property list that holds this value.
  ///
  /// @throws IllegalArgumentException when it holds a null, which no property list can
  static String text(JsonNode value) {
    var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\"");
    xml.append(" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n");
    write(value, xml, 0);
    return xml.append("</plist>\n").toString();
  }

  private static void write(JsonNode value, StringBuilder xml, int depth) {
    if (value instanceof ObjectNode members) {
      open("dict", xml, depth);
      for (var member : members.properties()) {
        element("key", member.getKey(), xml, depth + 1);
        write(member.getValue(), xml, depth + 1);
      }
      close("dict", xml, depth);
    } else if (value.isArray()) {
      open("array", xml, depth);
      value.forEach(member -> write(member, xml, depth + 1));
      close("array", xml, depth);
    } else {
      scalar(value, xml, depth);
    }
  }

  private static void scalar(JsonNode value, StringBuilder xml, int depth) {
    switch (value.getNodeType()) {
      case BOOLEAN -> xml.append("\t".repeat(depth)).append('<').append(value).append("/>\n");
      case NUMBER ->
          element(value.isIntegralNumber() ? "integer" : "real", value.asText(), xml, depth);
      case STRING -> element("string", value.textValue(), xml, depth);
      case BINARY -> element("data", value.asText(), xml, depth);
      case POJO -> element("date", value.asText(), xml, depth);
      case ARRAY, MISSING, NULL, OBJECT ->
          throw new IllegalArgumentException("no property list holds " + value.getNodeType());
    }
  }

  private static void open(String name, StringBuilder xml, int depth) {
    xml.append("\t".repeat(depth)).append('<').append(name).append(">\n");
  }

  private static void close(String name, StringBuilder xml, int depth) {
    xml.append("\t".repeat(depth)).append("</").append(name).append(">\n");
  }

  private static void element(String name, String text, StringBuilder xml, int depth) {
    xml.append("\t".repeat(depth)).append('<').append(name).append('>');
    xml.append(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    xml.append("</").append(name).append(">\n");
  }
}
