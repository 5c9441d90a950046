package io.reeve.core.dm;

import io.reeve.core.dm.FieldParser.Place;
import io.reeve.core.dm.SyncMl.Reading;
import io.reeve.core.tree.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads one document: a message, its header and its body.
final class SyncMlParser {
  private final XmlCursor xml;
  private final FieldParser fields;
  private final CommandParser commands;
  private final String root;
  private Optional<SyncHdr> header = Optional.empty();

  SyncMlParser(XMLStreamReader document) throws XMLStreamException {
    xml = new XmlCursor(document);
    fields = new FieldParser(xml);
    commands = new CommandParser(xml, fields);
    root = xml.name();
  }

  boolean isSoap() {
    return root.equalsIgnoreCase("Envelope");
  }

  Reading message() {
    try {
      return document();
    } catch (CommandParser.TooMuch e) {
      return new Reading.Bad(Code.TOO_LARGE, SyncMl.problem(e), header);
    } catch (XMLStreamException e) {
      return new Reading.Bad(Code.BAD_REQUEST, SyncMl.problem(e), header);
    }
  }

  private Reading document() throws XMLStreamException {
    if (!root.equalsIgnoreCase("SyncML")) {
      return new Reading.Bad(
          Code.BAD_REQUEST, "a <" + root + "> instead of a SyncML message", header);
    }
    var body = Optional.<Body>empty();
    while (xml.nextChild()) {
      switch (xml.name()) {
        case "SyncHdr" -> header = Optional.of(syncHdr());
        case "SyncBody" -> body = Optional.of(syncBody());
        default -> xml.skip();
      }
    }
    xml.drain();
    if (header.isEmpty() || body.isEmpty()) {
      return new Reading.Bad(Code.BAD_REQUEST, "a SyncML message without header or body", header);
    }
    return new Reading.Good(new Message(header.get(), body.get().commands, body.get().last));
  }

  private record Body(List<Command> commands, boolean last) {}

  private SyncHdr syncHdr() throws XMLStreamException {
    var hdr = SyncHdr.of("", "", "", "");
    String verDtd = "";
    String verProto = "";
    String sessionId = "";
    String msgId = "";
    var target = Place.NONE;
    var source = Place.NONE;
    var respUri = Optional.<String>empty();
    var cred = Optional.<Cred>empty();
    var meta = hdr.meta();
    while (xml.nextChild()) {
      switch (xml.name()) {
        case "VerDTD" -> verDtd = xml.trimmed();
        case "VerProto" -> verProto = xml.trimmed();
        case "SessionID" -> sessionId = xml.trimmed();
        case "MsgID" -> msgId = xml.trimmed();
        case "Target" -> target = fields.place();
        case "Source" -> source = fields.place();
        case "RespURI" -> respUri = FieldParser.filled(xml.trimmed());
        case "Cred" -> cred = Optional.of(fields.cred());
        case "Meta" -> meta = fields.meta();
        default -> xml.skip();
      }
    }
    return new SyncHdr(
        verDtd,
        verProto,
        sessionId,
        msgId,
        target.uri().orElse(""),
        source.uri().orElse(""),
        source.name(),
        respUri,
        cred,
        meta);
  }

  private Body syncBody() throws XMLStreamException {
    var found = new ArrayList<Command>();
    boolean last = false;
    boolean after = false;
    while (xml.nextChild()) {
      if (xml.name().equals("Final")) {
        xml.skip();
        if (last) {
          found.add(new Command.Unknown("", "Final"));
        }
        last = true;
      } else {
        after |= last;
        found.add(commands.command(true));
      }
    }
    if (after) {
      found.add(new Command.Unknown("", "Final"));
    }
    return new Body(found, last);
  }
}
