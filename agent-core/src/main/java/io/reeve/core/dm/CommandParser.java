package io.reeve.core.dm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/// Reads the commands of one message, with what stands in them, and bounds their number.
final class CommandParser {
  private final XmlCursor xml;
  private final FieldParser fields;
  private int commands;
  private int items;

  CommandParser(XmlCursor xml, FieldParser fields) {
    this.xml = xml;
    this.fields = fields;
  }

  /// Thrown to leave the document when it holds too much.
  static final class TooMuch extends XMLStreamException {
    private static final long serialVersionUID = 1L;

    TooMuch(String message) {
      super(message);
    }
  }

  /// @param top whether it stands in the body and not in an Atomic or Sequence
  Command command(boolean top) throws XMLStreamException {
    if (++commands > SyncMl.MAX_COMMANDS) {
      throw new TooMuch("more than " + SyncMl.MAX_COMMANDS + " commands in a message");
    }
    var name = xml.name();
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
    boolean container = xml.name().equals("Atomic") || xml.name().equals("Sequence");
    var parts = new Parts();
    while (xml.nextChild()) {
      switch (xml.name()) {
        case "CmdID" -> parts.cmdId = xml.trimmed();
        case "MsgRef" -> parts.msgRef = Optional.of(xml.trimmed());
        case "CmdRef" -> parts.cmdRef = Optional.of(xml.trimmed());
        case "Cmd" -> parts.cmd = xml.trimmed();
        case "TargetRef" -> parts.targetRefs.add(xml.trimmed());
        case "SourceRef" -> parts.sourceRefs.add(xml.trimmed());
        case "Meta" -> parts.meta = fields.meta();
        case "Chal" -> parts.chal = Optional.of(fields.chal());
        case "Correlator" -> parts.correlator = Optional.of(xml.trimmed());
        case "Item" -> parts.items.add(item());
        case "Data" -> {
          parts.originalError = xml.attribute("originalerror");
          parts.data = xml.content();
        }
        case "Cred", "NoResp", "NoResults", "Lang", "Archive", "SftDel" -> xml.skip();
        default -> {
          if (container) {
            parts.commands.add(command(false));
          } else {
            xml.skip();
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
    var target = FieldParser.Place.NONE;
    var source = FieldParser.Place.NONE;
    var meta = Meta.NONE;
    var data = Optional.<String>empty();
    boolean more = false;
    while (xml.nextChild()) {
      switch (xml.name()) {
        case "Target" -> target = fields.place();
        case "Source" -> source = fields.place();
        case "Meta" -> meta = fields.meta();
        case "Data" -> data = Optional.of(xml.content());
        case "MoreData" -> {
          more = true;
          xml.skip();
        }
        default -> xml.skip();
      }
    }
    return new Item(target.uri(), source.uri(), meta, data, more);
  }
}
