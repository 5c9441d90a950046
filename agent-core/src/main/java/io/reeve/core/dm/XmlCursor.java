package io.reeve.core.dm;

import io.reeve.enroll.xml.BoundedXml;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// A place in a document, moved from element to element. Every method that reads an element begins
/// at its start tag and leaves the cursor at its end tag. Names are local names.
final class XmlCursor {
  private final XMLStreamReader xml;
  private final InnerXml inner = new InnerXml();

  /// Begins at the root's start tag.
  XmlCursor(XMLStreamReader xml) throws XMLStreamException {
    this.xml = xml;
    while (xml.next() != XMLStreamConstants.START_ELEMENT) {
      // skip what stands before the root
    }
    inner.note(xml);
  }

  /// Moves to the next child of the element it is in; false, at that element's end tag, when there
  /// is none.
  boolean nextChild() throws XMLStreamException {
    for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        inner.note(xml);
        return true;
      }
    }
    return false;
  }

  /// Passes over the element with all that is in it.
  void skip() throws XMLStreamException {
    for (int depth = 1; depth > 0; ) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> depth++;
        case XMLStreamConstants.END_ELEMENT -> depth--;
        default -> {}
      }
    }
  }

  String name() {
    return BoundedXml.local(xml.getLocalName());
  }

  /// The content as text, elements in it written out.
  String content() throws XMLStreamException {
    return inner.read(xml);
  }

  /// The content without space around it.
  String trimmed() throws XMLStreamException {
    return content().strip();
  }

  Optional<String> attribute(String local) {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      if (BoundedXml.local(xml.getAttributeLocalName(i)).equals(local)) {
        return Optional.of(xml.getAttributeValue(i));
      }
    }
    return Optional.empty();
  }

  /// Reads the rest of the document, so that what is wrong there is seen.
  void drain() throws XMLStreamException {
    while (xml.hasNext()) {
      xml.next();
    }
  }
}
