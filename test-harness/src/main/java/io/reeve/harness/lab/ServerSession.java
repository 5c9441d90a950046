package io.reeve.harness.lab;

import io.reeve.core.dm.Command;
import io.reeve.core.dm.Item;
import io.reeve.core.dm.Message;
import io.reeve.core.dm.Meta;
import io.reeve.core.dm.SyncHdr;
import io.reeve.harness.lab.LabViews.DeviceState;
import io.reeve.harness.lab.LabViews.Verb;
import io.reeve.harness.lab.Outbound.Sent;
import io.reeve.harness.lab.SessionGate.Verdict;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One management session with one device, as the server leads it. Used by one request at a time.
final class ServerSession {
  /// Room for the header and the closing tags of a message.
  private static final int HEADER_BYTES = 1500;

  /// The most bytes a character of data takes: `&quot;`.
  private static final int LONGEST_ESCAPE = 6;

  private final Memory memory;
  private final String provider;
  private final Clock clock;
  private final String device;
  private final String id;
  private final long row;
  private final SessionGate gate;
  private final Tried tried = new Tried();
  private final Answers answers;
  private final Inbox inbox;
  private final Map<String, Sent> sent = new HashMap<>();
  private final Deque<Command> pieces = new ArrayDeque<>();
  private Optional<Sent> divided = Optional.empty();
  private int replies;
  private boolean opened;
  private boolean over;

  ServerSession(Memory memory, String provider, Clock clock, String device, String id) {
    this.memory = memory;
    this.provider = provider;
    this.clock = clock;
    this.device = device;
    this.id = id;
    this.row = memory.reports().begin(device, id);
    this.gate = new SessionGate(memory.devices(), device, clock);
    this.answers = new Answers(memory, device, tried);
    this.inbox = new Inbox(memory, device);
    memory.commands().open(device).stream()
        .filter(command -> command.verb() == Verb.SYNC)
        .forEach(command -> memory.commands().answered(command.id(), 200)); // here it is
  }

  String id() {
    return id;
  }

  /// Whether the device has been let in: from then on, its first message is that of a new session.
  boolean opened() {
    return opened;
  }

  /// The session will not go on; nothing happens when it had ended.
  void breakOff() {
    end("broken off");
  }

  private void end(String outcome) {
    if (!over) {
      over = true;
      memory.reports().end(row, outcome);
      memory
          .events()
          .add(device, "session.ended", Json.object().put("id", row).put("outcome", outcome));
    }
  }

  /// The answer to a message.
  ///
  /// @param address the lab's own, for the answer's header
  Message answer(Message message, LabDialect dialect, String address) {
    memory.reports().message(row);
    memory.devices().seen(device);
    replies++;
    var ids = new CmdIds(dialect.sloppy());
    var verdict = gate.check(message.header(), dialect);
    var body = new ArrayList<Command>();
    body.add(headerStatus(message, verdict, ids));
    boolean last = true;
    if (!verdict.open()) {
      challenge(message, dialect, verdict, ids, body);
    } else {
      opened = true;
      last = proceed(message, dialect, ids, body);
    }
    return new Message(header(message, dialect, address), body, last && !dialect.sloppy());
  }

  private SyncHdr header(Message message, LabDialect dialect, String address) {
    var msgId = dialect.sloppy() ? message.header().msgId() : Integer.toString(replies);
    var header = SyncHdr.of(id, msgId, device, address);
    if (dialect.sloppy()) {
      return header;
    }
    var limited = header.withMeta(Meta.NONE.withLimits(dialect.maxMessage(), Inbound.MAX_OBJECT));
    return dialect.authMd5() ? limited.withSourceName(provider).withCred(gate.proof()) : limited;
  }

  private static Command headerStatus(Message message, Verdict verdict, CmdIds ids) {
    return new Command.Status(
        ids.get(),
        message.header().msgId(),
        "0",
        "SyncHdr",
        List.of(),
        List.of(),
        verdict.challenge(),
        Integer.toString(verdict.code()),
        Optional.empty(),
        List.of());
  }

  /// Nothing is carried out for a stranger: each command gets the header's status.
  private void challenge(
      Message message, LabDialect dialect, Verdict verdict, CmdIds ids, List<Command> body) {
    if (dialect.sloppy()) {
      message.commands().forEach(this::answered); // as careless as the server it mimics
      return;
    }
    for (var command : message.commands()) {
      if (!(command instanceof Command.Status) && !(command instanceof Command.Results)) {
        body.add(status(message, command, ids, Integer.toString(verdict.code())));
      }
    }
  }

  private static Command.Status status(Message message, Command command, CmdIds ids, String code) {
    return Command.Status.of(
        ids.get(), message.header().msgId(), command.cmdId(), command.name(), code);
  }

  /// Takes in what the device says and adds the lab's answer and wishes. Says whether that closes
  /// the lab's package.
  private boolean proceed(Message message, LabDialect dialect, CmdIds ids, List<Command> body) {
    for (var command : message.commands()) {
      answered(command);
      var code = inbox.take(command);
      boolean silent = dialect.sloppy() && command instanceof Command.Alert;
      if (code.isPresent() && !silent) {
        body.add(status(message, command, ids, Integer.toString(code.getAsInt())));
      }
    }
    inbox
        .finish(message.last() || dialect.sloppy())
        .ifPresent(uri -> body.add(noEndOfData(uri, ids)));
    if (inbox.left()) {
      answers.left();
    }
    if (inbox.aborted() || inbox.left()) {
      end(inbox.left() ? "complete" : "aborted");
      return true;
    }
    if (!pieces.isEmpty()) {
      return nextPiece(ids, body);
    }
    if (!message.last() && !dialect.sloppy()) {
      body.add(alert(ids, "1222"));
      return false;
    }
    return wishes(message, dialect, ids, body);
  }

  private static Command alert(CmdIds ids, String code) {
    return new Command.Alert(ids.get(), code, Optional.empty(), List.of());
  }

  private static Command noEndOfData(String uri, CmdIds ids) {
    return new Command.Alert(
        ids.get(),
        "1225",
        Optional.empty(),
        List.of(new Item(Optional.empty(), Optional.of(uri), Meta.NONE, Optional.empty(), false)));
  }

  /// Whether this command answers one of the lab's, and what follows from it.
  private void answered(Command command) {
    switch (command) {
      case Command.Status status -> status(status);
      case Command.Results results ->
          find(results.msgRef(), results.cmdRef())
              .ifPresent(
                  step -> inbox.whole(results).ifPresent(whole -> answers.results(step, whole)));
      case Command.Add _,
          Command.Replace _,
          Command.Delete _,
          Command.Get _,
          Command.Exec _,
          Command.Copy _,
          Command.Alert _,
          Command.Atomic _,
          Command.Sequence _,
          Command.Unknown _ -> {
        // the inbox takes these
      }
    }
  }

  private void status(Command.Status status) {
    int code = number(status.code());
    if (status.cmdRef().equals("0")) {
      status.chal().ifPresent(gate::takeNonce);
      return;
    }
    var step = find(status.msgRef(), status.cmdRef());
    if (step.isEmpty() || code == 213) {
      return;
    }
    if (divided.equals(step)) {
      pieces.clear(); // either the last piece, or refused before it came
      divided = Optional.empty();
    }
    if (code != 401 && code != 407) {
      answers.status(step.get(), code, status.originalError());
    }
  }

  /// A code of three digits, or 500 for anything else.
  private static int number(String code) {
    return code.matches("[1-5][0-9]{2}") ? Integer.parseInt(code) : 500;
  }

  /// Queued commands are found by their own id even where the message number is wrong.
  private Optional<Sent> find(String msgRef, String cmdRef) {
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
  private boolean wishes(Message message, LabDialect dialect, CmdIds ids, List<Command> body) {
    int room = room(message, dialect) - body.stream().mapToInt(Outbound::length).sum();
    var outbound = new Outbound(ids, provider);
    int begun = body.size();
    boolean last = true;
    for (var step : steps()) {
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
    note(dialect, dialect.sloppy() ? message.header().msgId() : "" + replies, outbound);
    if (body.size() == begun) {
      end("complete");
    }
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
    if (step instanceof Step.Ask ask) {
      memory.commands().sent(ask.command().id());
    }
  }

  private List<Step> steps() {
    var state = memory.devices().known(device).state();
    if (state == DeviceState.LEAVING) {
      return tried.open("leave") ? List.of(new Step.Leave()) : List.of();
    }
    if (state == DeviceState.GONE) {
      return List.of(); // it has just left
    }
    var states = memory.nodes().of(device);
    var steps =
        new ArrayList<>(
            Difference.steps(memory.profiles().of(device), states, tried, clock.instant()));
    memory.commands().open(device).stream()
        .<Step>map(Step.Ask::new)
        .filter(step -> step.keys().stream().allMatch(tried::open))
        .forEach(steps::add);
    return steps;
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

  private boolean nextPiece(CmdIds ids, List<Command> body) {
    var next = pieces.removeFirst();
    boolean queued = divided.filter(one -> one.step() instanceof Step.Ask).isPresent();
    var piece = queued ? next : Outbound.named(next, ids.get());
    body.add(piece);
    divided.ifPresent(one -> sent.put(replies + " " + piece.cmdId(), one));
    return pieces.isEmpty();
  }
}
