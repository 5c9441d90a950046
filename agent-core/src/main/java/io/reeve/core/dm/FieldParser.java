package io.reeve.core.dm;

import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/// Reads the elements that header, commands and items have in common.
final class FieldParser {
  private final XmlCursor xml;

  FieldParser(XmlCursor xml) {
    this.xml = xml;
  }

  /// A Target or a Source.
  record Place(Optional<String> uri, Optional<String> name) {
    static final Place NONE = new Place(Optional.empty(), Optional.empty());
  }

  Place place() throws XMLStreamException {
    var place = Place.NONE;
    while (xml.nextChild()) {
      switch (xml.name()) {
        case "LocURI" -> place = new Place(filled(xml.trimmed()), place.name);
        case "LocName" -> place = new Place(place.uri, filled(xml.trimmed()));
        default -> xml.skip();
      }
    }
    return place;
  }

  Cred cred() throws XMLStreamException {
    var meta = Meta.NONE;
    String data = "";
    while (xml.nextChild()) {
      switch (xml.name()) {
        case "Meta" -> meta = meta();
        case "Data" -> data = xml.trimmed();
        default -> xml.skip();
      }
    }
    return new Cred(meta, data);
  }

  Meta chal() throws XMLStreamException {
    var meta = Meta.NONE;
    while (xml.nextChild()) {
      if (xml.name().equals("Meta")) {
        meta = meta();
      } else {
        xml.skip();
      }
    }
    return meta;
  }

  Meta meta() throws XMLStreamException {
    var meta = Meta.NONE;
    while (xml.nextChild()) {
      meta =
          switch (xml.name()) {
            case "MetInf" -> meta().over(meta);
            case "Format" -> meta.withFormat(xml.trimmed());
            case "Type" -> meta.withType(xml.trimmed());
            case "Size" -> meta.withSize(Optional.of(xml.trimmed()));
            case "NextNonce" -> meta.withNextNonce(xml.trimmed());
            case "Mark" -> only("Mark").over(meta);
            case "MaxMsgSize" -> only("MaxMsgSize").over(meta);
            case "MaxObjSize" -> only("MaxObjSize").over(meta);
            default -> {
              xml.skip();
              yield meta;
            }
          };
    }
    return meta;
  }

  private Meta only(String name) throws XMLStreamException {
    var text = Optional.of(xml.trimmed());
    Optional<String> none = Optional.empty();
    return new Meta(
        none,
        none,
        name.equals("Mark") ? text : none,
        none,
        none,
        name.equals("MaxMsgSize") ? text : none,
        name.equals("MaxObjSize") ? text : none);
  }

  /// The text; empty when there is none.
  static Optional<String> filled(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
