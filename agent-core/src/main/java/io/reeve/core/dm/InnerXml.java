package io.reeve.core.dm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads an element's content as text: plain text as it is, embedded elements written out again.
///
/// A prefix that was declared outside the content is declared again on the outermost embedded
/// element that uses it, so that the text means the same on its own.
final class InnerXml {
  private static final String DECLARES = "xmlns:";
  private final Map<String, String> declared = new HashMap<>();

  /// Takes note of the prefixes that the current start tag declares.
  void note(XMLStreamReader xml) {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      var name = attribute(xml, i);
      if (name.startsWith(DECLARES)) {
        declared.put(name.substring(DECLARES.length()), xml.getAttributeValue(i));
      }
    }
  }

  /// Reads from the start tag to the end tag of the current element.
  String read(XMLStreamReader xml) throws XMLStreamException {
    var plain = new StringBuilder();
    var escaped = new StringBuilder();
    boolean embedded = false;
    for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        embedded = true;
        escaped.append(fragment(xml));
      } else if (isText(event)) {
        plain.append(xml.getText());
        Escapes.text(escaped, xml.getText());
      }
    }
    return (embedded ? escaped : plain).toString();
  }

  private static boolean isText(int event) {
    return event == XMLStreamConstants.CHARACTERS
        || event == XMLStreamConstants.CDATA
        || event == XMLStreamConstants.SPACE;
  }

  private String fragment(XMLStreamReader xml) throws XMLStreamException {
    var missing = new TreeSet<String>();
    var rest = new StringBuilder();
    var name = xml.getLocalName();
    element(xml, rest, new HashSet<>(), missing);
    var open = new StringBuilder("<").append(name);
    missing.retainAll(declared.keySet());
    missing.forEach(
        prefix -> attribute(open, DECLARES + prefix, declared.getOrDefault(prefix, "")));
    return open.append(rest).toString();
  }

  /// Writes the element without the `<` and name it begins with.
  ///
  /// @param known the prefixes declared around it inside the fragment; its own are in it meanwhile.
  ///   One set for all levels: a copy for each would let a small message keep the agent busy
  private static void element(
      XMLStreamReader xml, StringBuilder out, Set<String> known, Set<String> missing)
      throws XMLStreamException {
    var name = xml.getLocalName();
    var own = new ArrayList<String>();
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      var attribute = attribute(xml, i);
      if (attribute.startsWith(DECLARES)) {
        var prefix = attribute.substring(DECLARES.length());
        if (known.add(prefix)) {
          own.add(prefix);
        }
      }
    }
    need(name, known, missing);
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      need(attribute(xml, i), known, missing);
      attribute(out, attribute(xml, i), xml.getAttributeValue(i));
    }
    boolean empty = true;
    for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
      if (event == XMLStreamConstants.START_ELEMENT || isText(event)) {
        out.append(empty ? ">" : "");
        empty = false;
        if (event == XMLStreamConstants.START_ELEMENT) {
          out.append('<').append(xml.getLocalName());
          element(xml, out, known, missing);
        } else {
          Escapes.text(out, xml.getText());
        }
      }
    }
    out.append(empty ? "/>" : "</" + name + ">");
    own.forEach(known::remove);
  }

  /// An attribute's name as it was written. Unlike an element's, the reader gives it in two parts.
  private static String attribute(XMLStreamReader xml, int index) {
    var prefix = xml.getAttributePrefix(index);
    var local = xml.getAttributeLocalName(index);
    return prefix == null || prefix.isEmpty() ? local : prefix + ":" + local;
  }

  private static void need(String name, Set<String> known, Set<String> missing) {
    int colon = name.indexOf(':');
    if (colon > 0
        && !name.startsWith("xml:")
        && !name.startsWith(DECLARES)
        && !known.contains(name.substring(0, colon))) {
      missing.add(name.substring(0, colon));
    }
  }

  private static void attribute(StringBuilder out, String name, String value) {
    out.append(' ').append(name).append("=\"");
    Escapes.attribute(out, value);
    out.append('"');
  }
}
