package io.reeve.core.dm;

import io.reeve.core.tree.Code;
import io.reeve.enroll.xml.BoundedXml;
import io.reeve.enroll.xml.XmlElement;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/// SyncML as text: tolerant when read, exact when written.
///
/// Read by local name: element order, prefixes and namespaces do not matter, comments are skipped.
/// Written in the order of the OMA representation protocol, with the namespaces where Windows puts
/// them.
public final class SyncMl {
  /// The longest accepted message.
  public static final int MAX_BYTES = 4 * 1024 * 1024;

  /// The deepest accepted nesting of elements.
  public static final int MAX_DEPTH = 64;

  /// The most commands, and the most Items, in a message.
  public static final int MAX_COMMANDS = 20_000;

  private SyncMl() {}

  /// What a document turned out to be.
  public sealed interface Reading {
    /// A message.
    record Good(Message message) implements Reading {}

    /// A SOAP fault where SyncML was expected; some servers refuse that way.
    record SoapFault(String reason) implements Reading {}

    /// No message, or one over a limit.
    ///
    /// @param code the status it deserves
    /// @param reason what is wrong
    /// @param header its header if that could be read
    record Bad(Code code, String reason, Optional<SyncHdr> header) implements Reading {}
  }

  /// Reads a message.
  public static Reading read(byte[] document) {
    if (document.length > MAX_BYTES) {
      return new Reading.Bad(
          Code.TOO_LARGE,
          "message of " + document.length + " bytes is over the limit of " + MAX_BYTES,
          Optional.empty());
    }
    if (!isUtf8(document)) {
      return new Reading.Bad(Code.BAD_REQUEST, "the message is not UTF-8", Optional.empty());
    }
    try {
      var parser = new SyncMlParser(BoundedXml.open(document, MAX_BYTES, MAX_DEPTH));
      return parser.isSoap() ? fault(document) : parser.message();
    } catch (XMLStreamException e) {
      return new Reading.Bad(Code.BAD_REQUEST, problem(e), Optional.empty());
    }
  }

  /// Asked before the XML reader sees it, which would complain to standard error.
  private static boolean isUtf8(byte[] document) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  private static Reading fault(byte[] document) throws XMLStreamException {
    var envelope = XmlElement.read(document, MAX_BYTES, MAX_DEPTH);
    var fault = envelope.find("fault").orElse(envelope);
    return new Reading.SoapFault(
        fault
            .find("text")
            .or(() -> fault.find("faultstring"))
            .map(XmlElement::trimmed)
            .filter(text -> !text.isEmpty())
            .orElse("a SOAP envelope without a reason"));
  }

  static String problem(XMLStreamException e) {
    var message = e.getMessage();
    return message == null ? "not well-formed XML" : message.replaceAll("\\s+", " ").strip();
  }

  /// Writes a message as UTF-8.
  ///
  /// @param msft whether Microsoft's namespace is declared and a Status may carry its
  ///   `originalerror`: from SyncApplicationVersion 3.0 on
  public static byte[] write(Message message, boolean msft) {
    return new SyncMlWriter(msft).message(message).getBytes(StandardCharsets.UTF_8);
  }

  /// How many bytes a command takes in a message.
  public static int length(Command command, boolean msft) {
    return new SyncMlWriter(msft).text(command).getBytes(StandardCharsets.UTF_8).length;
  }
}
