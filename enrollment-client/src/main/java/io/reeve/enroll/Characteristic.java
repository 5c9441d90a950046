package io.reeve.enroll;

import io.reeve.enroll.xml.XmlElement;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;

/// A node of a provisioning document. Names of types and parms are compared as written: they are
/// case-sensitive.
///
/// @param type its name
/// @param parms in document order
/// @param children in document order; a type may repeat
record Characteristic(String type, List<Parm> parms, List<Characteristic> children) {
  private static final int MOST_BYTES = 1024 * 1024;
  private static final int DEEPEST = 32;

  Characteristic {
    parms = List.copyOf(parms);
    children = List.copyOf(children);
  }

  /// @param value empty for a flag
  record Parm(String name, Optional<String> value, String datatype) {}

  /// The root of a document, with an empty type.
  static Characteristic read(byte[] document) throws RefusedException {
    XmlElement root;
    try {
      root = XmlElement.read(document, MOST_BYTES, DEEPEST);
    } catch (XMLStreamException e) {
      throw broken("it is not well-formed: " + e.getMessage());
    }
    if (!root.name().equals("wap-provisioningdoc")) {
      throw broken("its root is '" + root.name() + "'");
    }
    var version = root.attributes().getOrDefault("version", "");
    if (!version.equals("1.1")) {
      throw broken("its version is '" + version + "' and not 1.1");
    }
    return of("", root);
  }

  private static Characteristic of(String type, XmlElement element) throws RefusedException {
    var parms = new ArrayList<Parm>();
    var children = new ArrayList<Characteristic>();
    for (var child : element.children()) {
      switch (child.name()) {
        case "parm" -> parms.add(parm(type, child));
        case "characteristic" -> children.add(of(attribute(child, "type"), child));
        default -> throw broken("it has an element '" + child.name() + "' in '" + type + "'");
      }
    }
    return new Characteristic(type, parms, children);
  }

  private static Parm parm(String type, XmlElement element) throws RefusedException {
    var name = attribute(element, "name");
    var datatype = element.attributes().getOrDefault("datatype", "string");
    var value = Optional.ofNullable(element.attributes().get("value"));
    var good =
        switch (datatype) {
          case "string" -> true;
          case "boolean" -> value.filter(it -> it.equals("true") || it.equals("false")).isPresent();
          case "integer" -> value.filter(it -> it.matches("-?[0-9]{1,10}")).isPresent();
          default ->
              throw broken(type + "/" + name + " has the unknown datatype '" + datatype + "'");
        };
    if (!good) {
      throw broken(type + "/" + name + " is no " + datatype + ": '" + value.orElse("") + "'");
    }
    return new Parm(name, value, datatype);
  }

  private static String attribute(XmlElement element, String name) throws RefusedException {
    var value = element.attributes().get(name);
    if (value == null || value.isBlank()) {
      throw broken("a " + element.name() + " has no " + name);
    }
    return value;
  }

  /// All characteristics reached by going down through those types, over every repetition.
  List<Characteristic> at(String... path) {
    var here = Stream.of(this);
    for (var step : path) {
      here = here.flatMap(it -> it.children.stream()).filter(it -> it.type.equals(step));
    }
    return here.toList();
  }

  /// Whether there is a parm of that name, with or without a value.
  boolean has(String name) {
    return parms.stream().anyMatch(parm -> parm.name.equals(name));
  }

  /// The trimmed value of the first parm of that name; empty when it is missing or has none.
  Optional<String> text(String name) {
    return parms.stream()
        .filter(parm -> parm.name.equals(name))
        .findFirst()
        .flatMap(Parm::value)
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /// The value of a parm that must be a number from 0 up to the largest int.
  int number(String name, int fallback) throws RefusedException {
    var text = text(name);
    if (text.isEmpty()) {
      return fallback;
    }
    if (!text.get().matches("[0-9]{1,10}")) {
      throw broken(type + "/" + name + " is no number: '" + text.get() + "'");
    }
    return new BigInteger(text.get()).min(BigInteger.valueOf(Integer.MAX_VALUE)).intValue();
  }

  /// The value of a parm that must be `true` or `false`.
  boolean flag(String name, boolean fallback) throws RefusedException {
    var text = text(name);
    if (text.isEmpty()) {
      return fallback;
    }
    return switch (text.get()) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default ->
          throw broken(type + "/" + name + " is neither true nor false: '" + text.get() + "'");
    };
  }

  static RefusedException broken(String why) {
    return RefusedException.broken("the provisioning document", why);
  }
}
