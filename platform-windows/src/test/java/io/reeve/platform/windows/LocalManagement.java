package io.reeve.platform.windows;

import com.sun.jna.Pointer;
import io.reeve.core.spi.OsException;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// What Windows' own CSPs say, to compare with what our mechanisms read: an oracle, which is only
/// asked and never told anything. Works in embedded mode only, once in a process, and on a thread
/// of COM's shared apartment.
final class LocalManagement {
  static final int LONGEST = 1 << 16;
  private static final int LONGEST_ANSWER = (1 << 19) - 1;
  private static final int MAX_DEPTH = 32;
  private static final int NOT_EMBEDDED = 0x8007139F;
  private static final Set<String> READING = Set.of("Get", "Final");
  private static final XMLInputFactory XML = factory();

  private final MdmLocalManagement functions;
  private final Consumer<Pointer> free;

  /// @param free takes an answer's text back
  LocalManagement(MdmLocalManagement functions, Consumer<Pointer> free) {
    this.functions = functions;
    this.free = free;
  }

  static LocalManagement of(Win32 windows) {
    var files = windows.load("kernel32", Kernel32Files.class);
    return new LocalManagement(
        windows.load("mdmlocalmanagement", MdmLocalManagement.class), files::LocalFree);
  }

  private static XMLInputFactory factory() {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  /// What Windows answers. An enrolment that this makes is taken away; one that somebody else has
  /// made stays.
  ///
  /// @param document a bare `SyncBody` of nothing but `Get`
  /// @return a whole SyncML document
  String answer(String document) throws IOException {
    requireReading(document);
    try (var _ = registered()) {
      return apply(document);
    }
  }

  private Closeable registered() throws IOException {
    var already = new int[1];
    check(
        "RegisterDeviceWithLocalManagement", functions.RegisterDeviceWithLocalManagement(already));
    return () -> {
      if (already[0] == 0) {
        check(
            "UnregisterDeviceWithLocalManagement", functions.UnregisterDeviceWithLocalManagement());
      }
    };
  }

  private String apply(String document) throws IOException {
    var there = new long[1];
    int said = functions.ApplyLocalManagementSyncML(Wide.of(document), there);
    var text = there[0] == 0 ? "" : taken(new Pointer(there[0]));
    check("ApplyLocalManagementSyncML", said);
    if (text.isEmpty() || text.length() > LONGEST_ANSWER) {
      throw new IOException(
          "Windows' own management gives " + (text.isEmpty() ? "no answer" : "too long an answer"));
    }
    return text;
  }

  private String taken(Pointer there) {
    try {
      return Wide.at(there);
    } finally {
      free.accept(there);
    }
  }

  private static void check(String call, int said) throws OsException {
    if (said == NOT_EMBEDDED) {
      throw new OsException(call, said, "Windows is not in embedded mode");
    }
    WinError.check(call, said, "Windows' own management");
  }

  private static void requireReading(String document) throws IOException {
    if (document.length() > LONGEST) {
      throw new IOException("the document is longer than " + LONGEST + " characters");
    }
    try {
      var reader = XML.createXMLStreamReader(new StringReader(document));
      int depth = 0;
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.DTD) {
          throw new IOException("the document has a DTD");
        }
        if (event == XMLStreamConstants.START_ELEMENT) {
          requireReading(reader.getLocalName(), ++depth);
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          depth--;
        }
      }
    } catch (XMLStreamException e) {
      throw new IOException("the document is no XML: " + e.getMessage(), e);
    }
  }

  private static void requireReading(String element, int depth) throws IOException {
    boolean fits =
        switch (depth) {
          case 1 -> element.equals("SyncBody");
          case 2 -> READING.contains(element);
          default -> depth <= MAX_DEPTH;
        };
    if (!fits) {
      throw new IOException(
          "'" + element + "' is not for the oracle, which takes a SyncBody of Get only");
    }
  }

  /// The data of an answer's results, by address.
  static Map<String, String> data(String answer) throws IOException {
    var data = new HashMap<String, String>();
    try {
      var reader = XML.createXMLStreamReader(new StringReader(answer.replaceFirst("^\uFEFF", "")));
      boolean inResults = false;
      var address = "";
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.END_ELEMENT && reader.getLocalName().equals("Results")) {
          inResults = false;
        } else if (event == XMLStreamConstants.START_ELEMENT) {
          inResults |= reader.getLocalName().equals("Results");
          address = inResults ? next(reader, address, data) : address;
        }
      }
    } catch (XMLStreamException e) {
      throw new IOException("Windows' answer is no XML: " + e.getMessage(), e);
    }
    return data;
  }

  private static String next(XMLStreamReader reader, String address, Map<String, String> data)
      throws XMLStreamException {
    return switch (reader.getLocalName()) {
      case "LocURI" -> reader.getElementText();
      case "Data" -> {
        data.put(address, reader.getElementText());
        yield address;
      }
      default -> address;
    };
  }
}
