package io.reeve.enroll.xml;

import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;

/// Opens hostile XML as a stream of events.
///
/// The reader knows nothing of namespaces, because servers in the field declare them wrongly or not
/// at all: a name is what was written, prefix and all, and [#local(String)] gives the part after
/// the colon.
public final class BoundedXml {
  /// The most elements a document may have: a small document of many empty elements would else fill
  /// the memory of whoever builds a tree of it.
  public static final int MOST_ELEMENTS = 400_000;

  private static final XMLInputFactory FACTORY = factory();

  private BoundedXml() {}

  private static XMLInputFactory factory() {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  /// A reader over the document.
  ///
  /// @param maxBytes the longest accepted document
  /// @param maxDepth the deepest accepted nesting of elements
  /// @throws XMLStreamException when the document is too long; later, from the reader, when it is
  ///   too deep, has too many elements, is malformed, or carries a document type or an entity of
  ///   its own
  public static XMLStreamReader open(byte[] document, int maxBytes, int maxDepth)
      throws XMLStreamException {
    if (document.length > maxBytes) {
      throw new XMLStreamException(
          "document of " + document.length + " bytes is over the limit of " + maxBytes);
    }
    try {
      return new Bounded(
          FACTORY.createXMLStreamReader(new ByteArrayInputStream(document)), maxDepth);
    } catch (RuntimeException e) {
      throw new XMLStreamException("malformed document: " + e.getMessage(), e);
    }
  }

  /// The name without its prefix.
  public static String local(String name) {
    return name.substring(name.indexOf(':') + 1);
  }

  private static final class Bounded extends StreamReaderDelegate {
    private final int maxDepth;
    private int depth;
    private int elements;

    Bounded(XMLStreamReader reader, int maxDepth) {
      super(reader);
      this.maxDepth = maxDepth;
    }

    @Override
    public int next() throws XMLStreamException {
      int event = advance();
      switch (event) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (++elements > MOST_ELEMENTS) {
            throw new XMLStreamException("more than " + MOST_ELEMENTS + " elements");
          }
          if (++depth > maxDepth) {
            throw new XMLStreamException("elements nested over " + maxDepth + " deep");
          }
        }
        case XMLStreamConstants.END_ELEMENT -> depth--;
        case XMLStreamConstants.DTD -> throw new XMLStreamException("document type not allowed");
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw new XMLStreamException("entity not allowed: " + getLocalName());
        default -> {}
      }
      return event;
    }

    /// The JDK's reader answers some broken documents with unchecked exceptions.
    private int advance() throws XMLStreamException {
      try {
        return super.next();
      } catch (RuntimeException e) {
        throw new XMLStreamException("malformed document: " + e.getMessage(), e);
      }
    }
  }
}
