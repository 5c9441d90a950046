package io.reeve.harness.lab;

import io.reeve.core.dm.Command;
import io.reeve.core.dm.Item;
import io.reeve.core.dm.Message;
import io.reeve.core.dm.Meta;
import io.reeve.core.dm.SyncHdr;
import io.reeve.harness.lab.SessionGate.Verdict;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One management session with one device, as the server leads it. Used by one request at a time.
final class ServerSession {
  private final Memory memory;
  private final String provider;
  private final String device;
  private final String id;
  private final long row;
  private final SessionGate gate;
  private final Answers answers;
  private final Inbox inbox;
  private final Wishes wishes;
  private int replies;
  private boolean opened;
  private boolean over;

  ServerSession(Memory memory, String provider, Clock clock, String device, String id) {
    this.memory = memory;
    this.provider = provider;
    this.device = device;
    this.id = id;
    this.row = memory.reports().begin(device, id);
    this.gate = new SessionGate(memory.devices(), device, clock);
    var tried = new Tried();
    this.answers = new Answers(memory, device, tried);
    this.inbox = new Inbox(memory, device);
    this.wishes = new Wishes(memory, provider, clock, device, tried, answers);
    memory.commands().syncs(device).forEach(this::arrived);
  }

  /// It asked for a session, and here it is.
  private void arrived(LabViews.Command sync) {
    if (memory.commands().answered(sync.id(), 200)) {
      memory.events().add(device, "command.done", Answers.named(sync).put("status", 200));
    }
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
    var header = SyncHdr.of(id, msgId(message, dialect), device, address);
    if (dialect.sloppy()) {
      return header;
    }
    var limited = header.withMeta(Meta.NONE.withLimits(dialect.maxMessage(), Inbound.MAX_OBJECT));
    return dialect.authMd5() ? limited.withSourceName(provider).withCred(gate.proof()) : limited;
  }

  private String msgId(Message message, LabDialect dialect) {
    return dialect.sloppy() ? message.header().msgId() : Integer.toString(replies);
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
    var msgId = msgId(message, dialect);
    if (wishes.unfinished()) {
      return wishes.nextPiece(msgId, ids, body);
    }
    if (!message.last() && !dialect.sloppy()) {
      body.add(alert(ids, "1222"));
      return false;
    }
    int begun = body.size();
    boolean last = wishes.add(message, dialect, msgId, ids, body);
    if (body.size() == begun) {
      end("complete");
    }
    return last;
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
          wishes
              .find(results.msgRef(), results.cmdRef())
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
    var step = wishes.find(status.msgRef(), status.cmdRef());
    if (step.isEmpty() || code == 213) {
      return;
    }
    wishes.answered(step.get());
    if (code != 401 && code != 407) {
      answers.status(step.get(), code, status.originalError());
    }
  }

  /// A code of three digits, or 500 for anything else.
  private static int number(String code) {
    return code.matches("[1-5][0-9]{2}") ? Integer.parseInt(code) : 500;
  }
}
