package io.reeve.core.dm;

import io.reeve.core.dm.SyncMl.Reading;
import io.reeve.core.tree.Code;
import io.reeve.enroll.xml.BoundedXml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads one document. Every method that reads an element begins at its start tag and leaves the
/// reader at its end tag.
final class SyncMlParser {
  private final XMLStreamReader xml;
  private final InnerXml inner = new InnerXml();
  private final String root;
  private Optional<SyncHdr> header = Optional.empty();
  private int commands;
  private int items;

  SyncMlParser(XMLStreamReader xml) throws XMLStreamException {
    this.xml = xml;
    while (xml.next() != XMLStreamConstants.START_ELEMENT) {
      // skip what stands before the root
    }
    root = name();
    inner.note(xml);
  }

  boolean isSoap() {
    return root.equalsIgnoreCase("Envelope");
  }

  /// Thrown to leave the document when it holds too much.
  private static final class TooMuch extends XMLStreamException {
    private static final long serialVersionUID = 1L;

    TooMuch(String message) {
      super(message);
    }
  }

  Reading message() {
    try {
      return document();
    } catch (TooMuch e) {
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
    while (nextChild()) {
      switch (name()) {
        case "SyncHdr" -> header = Optional.of(syncHdr());
        case "SyncBody" -> body = Optional.of(syncBody());
        default -> skip();
      }
    }
    while (xml.hasNext()) {
      xml.next();
    }
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
    while (nextChild()) {
      switch (name()) {
        case "VerDTD" -> verDtd = trimmed();
        case "VerProto" -> verProto = trimmed();
        case "SessionID" -> sessionId = trimmed();
        case "MsgID" -> msgId = trimmed();
        case "Target" -> target = place();
        case "Source" -> source = place();
        case "RespURI" -> respUri = filled(trimmed());
        case "Cred" -> cred = Optional.of(cred());
        case "Meta" -> meta = meta();
        default -> skip();
      }
    }
    return new SyncHdr(
        verDtd,
        verProto,
        sessionId,
        msgId,
        target.uri.orElse(""),
        source.uri.orElse(""),
        source.name,
        respUri,
        cred,
        meta);
  }

  private Body syncBody() throws XMLStreamException {
    var found = new ArrayList<Command>();
    boolean last = false;
    boolean after = false;
    while (nextChild()) {
      if (name().equals("Final")) {
        skip();
        if (last) {
          found.add(new Command.Unknown("", "Final"));
        }
        last = true;
      } else {
        after |= last;
        found.add(command(true));
      }
    }
    if (after) {
      found.add(new Command.Unknown("", "Final"));
    }
    return new Body(found, last);
  }

  /// @param top whether it stands in the body and not in an Atomic or Sequence
  private Command command(boolean top) throws XMLStreamException {
    if (++commands > SyncMl.MAX_COMMANDS) {
      throw new TooMuch("more than " + SyncMl.MAX_COMMANDS + " commands in a message");
    }
    var name = name();
    var parts = parts();
    var id = parts.cmdId;
    return switch (name) {
      case "Add" -> new Command.Add(id, parts.meta, parts.items);
      case "Replace" -> new Command.Replace(id, parts.meta, parts.items);
      case "Delete" -> new Command.Delete(id, parts.meta, parts.items);
      case "Get" -> new Command.Get(id, parts.meta, parts.items);
      case "Exec" -> new Command.Exec(id, parts.meta, parts.correlator, parts.items);
      case "Copy" -> new Command.Copy(id, parts.meta, parts.items);
      case "Alert" -> new Command.Alert(id, parts.data.strip(), parts.correlator, parts.items);
      case "Atomic" -> new Command.Atomic(id, parts.meta, parts.commands);
      case "Sequence" -> new Command.Sequence(id, parts.meta, parts.commands);
      case "Status" -> top ? parts.status() : new Command.Unknown(id, name);
      case "Results" -> top ? parts.results() : new Command.Unknown(id, name);
      default -> new Command.Unknown(id, name);
    };
  }

  /// The parts any command may have, whatever their order.
  private static final class Parts {
    String cmdId = "";
    Meta meta = Meta.NONE;
    Optional<String> msgRef = Optional.empty();
    Optional<String> cmdRef = Optional.empty();
    String cmd = "";
    String data = "";
    Optional<String> originalError = Optional.empty();
    Optional<String> correlator = Optional.empty();
    Optional<Meta> chal = Optional.empty();
    final List<String> targetRefs = new ArrayList<>();
    final List<String> sourceRefs = new ArrayList<>();
    final List<Item> items = new ArrayList<>();
    final List<Command> commands = new ArrayList<>();

    Command status() {
      return new Command.Status(
          cmdId,
          msgRef.orElse("1"),
          cmdRef.orElse(""),
          cmd,
          targetRefs,
          sourceRefs,
          chal,
          data.strip(),
          originalError,
          items);
    }

    Command results() {
      return new Command.Results(
          cmdId,
          msgRef.orElse("1"),
          cmdRef.orElse("1"),
          cmd,
          meta,
          targetRefs.stream().findFirst(),
          sourceRefs.stream().findFirst(),
          items);
    }
  }

  private Parts parts() throws XMLStreamException {
    boolean container = name().equals("Atomic") || name().equals("Sequence");
    var parts = new Parts();
    while (nextChild()) {
      switch (name()) {
        case "CmdID" -> parts.cmdId = trimmed();
        case "MsgRef" -> parts.msgRef = Optional.of(trimmed());
        case "CmdRef" -> parts.cmdRef = Optional.of(trimmed());
        case "Cmd" -> parts.cmd = trimmed();
        case "TargetRef" -> parts.targetRefs.add(trimmed());
        case "SourceRef" -> parts.sourceRefs.add(trimmed());
        case "Meta" -> parts.meta = meta();
        case "Chal" -> parts.chal = Optional.of(chal());
        case "Correlator" -> parts.correlator = Optional.of(trimmed());
        case "Item" -> parts.items.add(item());
        case "Data" -> {
          parts.originalError = attribute("originalerror");
          parts.data = inner.read(xml);
        }
        case "Cred", "NoResp", "NoResults", "Lang", "Archive", "SftDel" -> skip();
        default -> {
          if (container) {
            parts.commands.add(command(false));
          } else {
            skip();
          }
        }
      }
    }
    return parts;
  }

  private Item item() throws XMLStreamException {
    if (++items > SyncMl.MAX_COMMANDS) {
      throw new TooMuch("more than " + SyncMl.MAX_COMMANDS + " items in a message");
    }
    var target = Place.NONE;
    var source = Place.NONE;
    var meta = Meta.NONE;
    var data = Optional.<String>empty();
    boolean more = false;
    while (nextChild()) {
      switch (name()) {
        case "Target" -> target = place();
        case "Source" -> source = place();
        case "Meta" -> meta = meta();
        case "Data" -> data = Optional.of(inner.read(xml));
        case "MoreData" -> {
          more = true;
          skip();
        }
        default -> skip();
      }
    }
    return new Item(target.uri, source.uri, meta, data, more);
  }

  private record Place(Optional<String> uri, Optional<String> name) {
    static final Place NONE = new Place(Optional.empty(), Optional.empty());
  }

  private Place place() throws XMLStreamException {
    var place = Place.NONE;
    while (nextChild()) {
      switch (name()) {
        case "LocURI" -> place = new Place(filled(trimmed()), place.name);
        case "LocName" -> place = new Place(place.uri, filled(trimmed()));
        default -> skip();
      }
    }
    return place;
  }

  private Cred cred() throws XMLStreamException {
    var meta = Meta.NONE;
    String data = "";
    while (nextChild()) {
      switch (name()) {
        case "Meta" -> meta = meta();
        case "Data" -> data = trimmed();
        default -> skip();
      }
    }
    return new Cred(meta, data);
  }

  private Meta chal() throws XMLStreamException {
    var meta = Meta.NONE;
    while (nextChild()) {
      if (name().equals("Meta")) {
        meta = meta();
      } else {
        skip();
      }
    }
    return meta;
  }

  private Meta meta() throws XMLStreamException {
    var meta = Meta.NONE;
    while (nextChild()) {
      meta =
          switch (name()) {
            case "MetInf" -> meta().over(meta);
            case "Format" -> meta.withFormat(trimmed());
            case "Type" -> meta.withType(trimmed());
            case "Size" -> meta.withSize(Optional.of(trimmed()));
            case "NextNonce" -> meta.withNextNonce(trimmed());
            case "Mark" -> only("Mark").over(meta);
            case "MaxMsgSize" -> only("MaxMsgSize").over(meta);
            case "MaxObjSize" -> only("MaxObjSize").over(meta);
            default -> {
              skip();
              yield meta;
            }
          };
    }
    return meta;
  }

  private Meta only(String name) throws XMLStreamException {
    var text = Optional.of(trimmed());
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

  private boolean nextChild() throws XMLStreamException {
    for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        inner.note(xml);
        return true;
      }
    }
    return false;
  }

  private void skip() throws XMLStreamException {
    for (int depth = 1; depth > 0; ) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> depth++;
        case XMLStreamConstants.END_ELEMENT -> depth--;
        default -> {}
      }
    }
  }

  private String name() {
    return BoundedXml.local(xml.getLocalName());
  }

  private String trimmed() throws XMLStreamException {
    return inner.read(xml).strip();
  }

  private Optional<String> attribute(String local) {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      if (BoundedXml.local(xml.getAttributeLocalName(i)).equals(local)) {
        return Optional.of(xml.getAttributeValue(i));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> filled(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
