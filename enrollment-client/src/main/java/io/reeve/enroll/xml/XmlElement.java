package io.reeve.enroll.xml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// An element of a small document, read whole. Looked up by local name in any letter case, because
/// faults arrive in lower case and namespaces are not to be relied on.
///
/// @param name the local name
/// @param attributes by local name
/// @param children in document order
/// @param text the text directly inside, all pieces joined, not trimmed
public record XmlElement(
    String name, Map<String, String> attributes, List<XmlElement> children, String text) {
  public XmlElement {
    attributes = Map.copyOf(attributes);
    children = List.copyOf(children);
  }

  /// Reads a whole document.
  ///
  /// @throws XMLStreamException when it is malformed or over a limit
  public static XmlElement read(byte[] document, int maxBytes, int maxDepth)
      throws XMLStreamException {
    var reader = BoundedXml.open(document, maxBytes, maxDepth);
    while (reader.next() != XMLStreamConstants.START_ELEMENT) {
      // skip what stands before the root
    }
    var root = element(reader);
    while (reader.hasNext()) {
      reader.next();
    }
    return root;
  }

  private static XmlElement element(XMLStreamReader reader) throws XMLStreamException {
    var name = BoundedXml.local(reader.getLocalName());
    var attributes = new LinkedHashMap<String, String>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      attributes.putIfAbsent(
          BoundedXml.local(reader.getAttributeLocalName(i)), reader.getAttributeValue(i));
    }
    var children = new ArrayList<XmlElement>();
    var text = new StringBuilder();
    for (int event = reader.next();
        event != XMLStreamConstants.END_ELEMENT;
        event = reader.next()) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        children.add(element(reader));
      } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
        text.append(reader.getText());
      }
    }
    return new XmlElement(name, attributes, children, text.toString());
  }

  /// The first child of that name.
  public Optional<XmlElement> child(String local) {
    return all(local).findFirst();
  }

  /// All children of that name, in order.
  public Stream<XmlElement> all(String local) {
    return children.stream().filter(child -> child.name.equalsIgnoreCase(local));
  }

  /// The element reached by going down through the first child of each name.
  public Optional<XmlElement> at(String... path) {
    var here = Optional.of(this);
    for (var step : path) {
      here = here.flatMap(element -> element.child(step));
    }
    return here;
  }

  /// The first element of that name anywhere below, depth first.
  public Optional<XmlElement> find(String local) {
    for (var child : children) {
      var found = child.name.equalsIgnoreCase(local) ? Optional.of(child) : child.find(local);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /// The text without leading and trailing white space.
  public String trimmed() {
    return text.strip();
  }
}
