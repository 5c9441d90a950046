package io.reeve.harness.lab;

import io.reeve.core.dm.Command;
import io.reeve.core.dm.Item;
import io.reeve.core.dm.Message;
import io.reeve.harness.lab.Outbound.Sent;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What the lab asks of a device in one session: as much in a message as fits, a command too long
/// for one in pieces.
final class Wishes {
  /// Room for the header and the closing tags of a message.
  private static final int HEADER_BYTES = 1500;

  /// The most bytes a character of data takes: `&quot;`.
  private static final int LONGEST_ESCAPE = 6;

  private final Memory memory;
  private final String provider;
  private final Clock clock;
  private final String device;
  private final Tried tried;
  private final Answers answers;
  private final OpenCommands commands;
  private final Map<String, Sent> sent = new HashMap<>();
  private final Deque<Command> pieces = new ArrayDeque<>();
  private Optional<Sent> divided = Optional.empty();

  Wishes(Memory memory, String provider, Clock clock, String device, Tried tried, Answers answers) {
    this.memory = memory;
    this.provider = provider;
    this.clock = clock;
    this.device = device;
    this.tried = tried;
    this.answers = answers;
    this.commands = new OpenCommands(memory.commands(), device, tried);
  }

  /// Whether a command has been sent in part only.
  boolean unfinished() {
    return !pieces.isEmpty();
  }

  /// The device has answered that step for good: after its last piece, or refused before it came.
  void answered(Sent step) {
    if (divided.equals(Optional.of(step))) {
      pieces.clear();
      divided = Optional.empty();
    }
  }

  /// Queued commands are found by their own id even where the message number is wrong.
  Optional<Sent> find(String msgRef, String cmdRef) {
    var found = sent.get(msgRef + " " + cmdRef);
    return Optional.ofNullable(found != null ? found : sent.get(cmdRef));
  }

  private void note(LabDialect dialect, String msgId, Outbound outbound) {
    outbound
        .sent()
        .forEach((cmdId, one) -> {
          sent.put(msgId + " " + cmdId, one);
          if (dialect.sloppy() || one.step() instanceof Step.Ask) {
            sent.put(cmdId, one);
          }
        });
  }

  /// Adds as many of the open steps as fit.
  boolean add(Message message, LabDialect dialect, String msgId, CmdIds ids, List<Command> body) {
    int room = room(message, dialect) - body.stream().mapToInt(Outbound::length).sum();
    var outbound = new Outbound(ids, provider);
    int begun = body.size();
    boolean last = true;
    for (var steps = steps(); steps.hasNext(); ) {
      var step = steps.next();
      var command = outbound.command(step);
      int length = Outbound.length(command);
      if (length <= room) {
        body.add(command);
        sending(step);
        room -= length;
      } else {
        boolean alone = body.size() == begun;
        if (alone) {
          last = divide(step, command, room, outbound, body);
        }
        if (!alone || body.size() > begun) {
          break;
        }
      }
    }
    note(dialect, msgId, outbound);
    return last;
  }

  private static int room(Message message, LabDialect dialect) {
    int theirs =
        message
            .header()
            .meta()
            .maxMsgSize()
            .filter(size -> size.matches("[1-9][0-9]{3,8}"))
            .map(Integer::parseInt)
            .orElse(Integer.MAX_VALUE);
    return Math.min(dialect.maxMessage(), theirs) - HEADER_BYTES;
  }

  private void sending(Step step) {
    tried.sent(step.keys());
    if (step instanceof Step.Ask ask && memory.commands().sent(ask.command().id())) {
      memory.events().add(device, "command.sent", Answers.named(ask.command()));
    }
  }

  private Iterator<Step> steps() {
    return switch (memory.devices().known(device).state()) {
      case ENROLLED -> Stream.concat(settings().stream(), commands.steps()).iterator();
      case LEAVING -> leaving().iterator();
      case GONE -> Collections.emptyIterator(); // it has just left
    };
  }

  private List<Step> settings() {
    var states = memory.nodes().of(device);
    return Difference.steps(memory.profiles().of(device), states, tried, clock.instant());
  }

  private List<Step> leaving() {
    return tried.open("leave") ? List.of(new Step.Leave()) : List.of();
  }

  /// Sends a command too long for a message in pieces, if it can be divided; else gives it up as
  /// too large.
  private boolean divide(
      Step step, Command command, int room, Outbound outbound, List<Command> body) {
    var item = Outbound.divisible(command);
    int data = item.flatMap(Item::data).map(String::length).orElse(0);
    int frame = item.map(one -> Outbound.frame(command, one)).orElse(0);
    int characters = (room - frame) / LONGEST_ESCAPE;
    var whole = outbound.sent().get(command.cmdId());
    if (item.isEmpty() || data == 0 || characters < 100 || whole == null) {
      outbound.sent().values().stream()
          .filter(one -> one.whole().equals(step) && !one.container())
          .forEach(one -> answers.status(one, 413, Optional.empty()));
      return true;
    }
    sending(step);
    divided = Optional.of(whole);
    pieces.addAll(Outbound.pieces(command, item.get(), characters));
    body.add(pieces.removeFirst());
    return pieces.isEmpty();
  }

  /// Sends the next piece of the divided command and says whether it was the last.
  boolean nextPiece(String msgId, CmdIds ids, List<Command> body) {
    var next = pieces.removeFirst();
    boolean queued = divided.filter(one -> one.step() instanceof Step.Ask).isPresent();
    var piece = queued ? next : Outbound.named(next, ids.get());
    body.add(piece);
    divided.ifPresent(one -> sent.put(msgId + " " + piece.cmdId(), one));
    return pieces.isEmpty();
  }
}
