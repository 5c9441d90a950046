package io.reeve.policy;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Looks at XML that came as a value: no DTD, no entities of its own, 64 levels at most.
final class Xml {
  private static final int MAX_DEPTH = 64;
  private static final XMLInputFactory FACTORY = factory();

  private Xml() {}

  private static XMLInputFactory factory() {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  /// A reader of the text.
  static XMLStreamReader reader(String text) throws XMLStreamException {
    return FACTORY.createXMLStreamReader(new StringReader(text));
  }

  /// Whether the text is one well-formed element, with what may stand around it.
  static boolean isDocument(String text) {
    try {
      var reader = reader(text);
      int depth = 0;
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> depth++;
          case XMLStreamConstants.END_ELEMENT -> depth--;
          case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> depth = MAX_DEPTH + 1;
          default -> {}
        }
        if (depth > MAX_DEPTH) {
          return false;
        }
      }
      return true;
    } catch (XMLStreamException _) {
      return false;
    }
  }

  /// The payload of an ADMX-backed policy.
  ///
  /// @param enabled `<enabled/>` or `<disabled/>`
  /// @param data the values by id, in the payload's order
  record Admx(boolean enabled, Map<String, String> data) {}

  /// Reads an ADMX payload: first `enabled` or `disabled`, then, only when enabled, `data` elements
  /// with an id, each once, and a value. Element names in any letter case. Empty when it is not
  /// that.
  static Optional<Admx> admx(String text) {
    try {
      var reader = reader("<p>" + text + "</p>");
      reader.nextTag();
      if (reader.nextTag() != XMLStreamConstants.START_ELEMENT) {
        return Optional.empty();
      }
      var first = reader.getLocalName();
      boolean enabled = first.equalsIgnoreCase("enabled");
      if ((!enabled && !first.equalsIgnoreCase("disabled")) || !isEmpty(reader)) {
        return Optional.empty();
      }
      var data = new LinkedHashMap<String, String>();
      while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
        if (!enabled || !data(reader, data)) {
          return Optional.empty();
        }
      }
      reader.next();
      return reader.getEventType() == XMLStreamConstants.END_DOCUMENT
          ? Optional.of(new Admx(enabled, data))
          : Optional.empty();
    } catch (XMLStreamException _) {
      return Optional.empty();
    }
  }

  private static boolean data(XMLStreamReader reader, Map<String, String> data)
      throws XMLStreamException {
    var id = attribute(reader, "id");
    var value = attribute(reader, "value");
    return reader.getLocalName().equalsIgnoreCase("data")
        && id.isPresent()
        && value.isPresent()
        && data.putIfAbsent(id.get(), value.get()) == null
        && isEmpty(reader);
  }

  /// The attribute of that name in any letter case.
  static Optional<String> attribute(XMLStreamReader reader, String name) {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (reader.getAttributeLocalName(i).equalsIgnoreCase(name)) {
        return Optional.of(reader.getAttributeValue(i));
      }
    }
    return Optional.empty();
  }

  private static boolean isEmpty(XMLStreamReader reader) throws XMLStreamException {
    return reader.nextTag() == XMLStreamConstants.END_ELEMENT;
  }

  /// The payload that says this.
  static String write(Admx admx) {
    var text = new StringBuilder(admx.enabled() ? "<enabled/>" : "<disabled/>");
    admx.data()
        .forEach((id, value) ->
            text.append("<data id=\"")
                .append(escape(id))
                .append("\" value=\"")
                .append(escape(value))
                .append("\"/>"));
    return text.toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("\"", "&quot;")
        .replace("\t", "&#9;")
        .replace("\n", "&#10;")
        .replace("\r", "&#13;");
  }
}
