package io.reeve.core.dm;

import io.reeve.core.dm.Reassembly.Taken;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.core.tree.Code;
import io.reeve.core.tree.Tree;
import io.reeve.core.tree.Tree.Operation;
import io.reeve.core.tree.Tree.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Works off the commands of one message, in order. Commands on the tree that follow each other are
/// handed to it together; an Atomic, or anything that is not for the tree, comes between.
final class CommandRunner {
  private static final Logger LOG = LoggerFactory.getLogger(CommandRunner.class);
  private static final Set<String> NOT_FOR_DM = Set.of("Map", "Put", "Search", "Sync", "Move");

  private final Tree tree;
  private final Reassembly reassembly;
  private final Ids ids;
  private final List<Waiting> waiting = new ArrayList<>();
  private final List<Part> alerts = new ArrayList<>();
  private boolean chunked;

  CommandRunner(Tree tree, Reassembly reassembly, Ids ids) {
    this.tree = tree;
    this.reassembly = reassembly;
    this.ids = ids;
  }

  /// An operation and where its answer belongs.
  private record Waiting(Operation operation, Slot.Piece piece) {}

  /// Alerts the commands gave rise to, to be sent before their answers.
  List<Part> alerts() {
    return alerts;
  }

  /// Works off one command; its answer is complete after [#settle].
  Slot run(Command command) {
    var slot = new Slot(command);
    visit(command, slot);
    return slot;
  }

  /// To be called after the message's last command.
  void settle() {
    flush();
    if (reassembly.isOpen() && !chunked) {
      broken();
    }
  }

  private void visit(Command command, Slot slot) {
    if (reassembly.isOpen() && !isNextChunk(command)) {
      broken();
    }
    if (command.cmdId().isEmpty() || command.cmdId().equals("0")) {
      var unknown = command instanceof Command.Unknown;
      LOG.warn("{} without a CmdID is refused", unknown ? command.name() : "a command");
      slot.answer(Code.BAD_REQUEST);
      return;
    }
    switch (command) {
      case Command.Add add -> items(slot, Verb.ADD, add.meta(), add.items());
      case Command.Replace replace -> items(slot, Verb.REPLACE, replace.meta(), replace.items());
      case Command.Delete delete -> items(slot, Verb.DELETE, delete.meta(), delete.items());
      case Command.Get read -> items(slot, Verb.GET, read.meta(), read.items());
      case Command.Exec exec -> exec(slot, exec);
      case Command.Copy _ -> refuse(slot, Code.UNSUPPORTED);
      case Command.Alert alert -> alert(slot, alert);
      case Command.Atomic atomic -> atomic(slot, atomic);
      case Command.Sequence sequence -> {
        slot.answer(sequence.commands().isEmpty() ? Code.INCOMPLETE : Code.OK);
        for (var child : sequence.commands()) {
          var below = new Slot(child);
          slot.children.add(below);
          visit(child, below);
        }
      }
      case Command.Unknown unknown -> refuse(slot, unknown(unknown));
      case Command.Status _, Command.Results _ -> {
        // answered by nobody
      }
    }
  }

  private static Code unknown(Command.Unknown unknown) {
    return NOT_FOR_DM.contains(unknown.name())
        ? Code.UNSUPPORTED
        : isMisplaced(unknown) ? Code.BAD_REQUEST : Code.UNKNOWN_COMMAND;
  }

  private static boolean isMisplaced(Command.Unknown unknown) {
    return Set.of("Final", "Status", "Results").contains(unknown.name());
  }

  private static void refuse(Slot slot, Code code) {
    LOG.warn("{} {} is refused: {}", slot.command.name(), slot.command.cmdId(), code);
    slot.answer(code);
  }

  private boolean isNextChunk(Command command) {
    return switch (command) {
      case Command.Add add -> isNextChunk(add, add.items());
      case Command.Replace replace -> isNextChunk(replace, replace.items());
      case Command.Exec exec -> isNextChunk(exec, exec.items());
      case Command.Delete _,
          Command.Get _,
          Command.Copy _,
          Command.Alert _,
          Command.Atomic _,
          Command.Sequence _,
          Command.Status _,
          Command.Results _,
          Command.Unknown _ ->
          false;
    };
  }

  private boolean isNextChunk(Command command, List<Item> items) {
    return !items.isEmpty() && reassembly.continues(command, items.getFirst());
  }

  /// The service began something else before the end of a large object.
  private void broken() {
    reassembly
        .abandon()
        .ifPresent(target -> {
          LOG.warn("the large object for {} never ended", target);
          alerts.add(
              Part.of(
                  new Command.Alert("", "1225", Optional.empty(), List.of(Item.target(target)))));
        });
  }

  private void exec(Slot slot, Command.Exec exec) {
    if (exec.items().size() > 1) {
      refuse(slot, Code.BAD_REQUEST);
      return;
    }
    items(slot, Verb.EXEC, exec.meta(), exec.items());
  }

  private void items(Slot slot, Verb verb, Meta meta, List<Item> items) {
    if (items.isEmpty()) {
      refuse(slot, Code.INCOMPLETE);
      return;
    }
    for (int i = 0; i < items.size(); i++) {
      var item = items.get(i);
      if (reassembly.isOpen() && !reassembly.continues(slot.command, item)) {
        broken();
      }
      var piece = slot.piece(item.target().orElse(""));
      if (piece.target.isBlank()) {
        piece.code = Code.INCOMPLETE;
        continue;
      }
      switch (reassembly.take(slot.command, item, item.meta().over(meta))) {
        case Taken.Buffered _ -> {
          piece.code = Code.CHUNK;
          chunked = true;
        }
        case Taken.Refused(Code code, String reason) -> {
          LOG.warn("{} {} is refused with {}: {}", verb, piece.target, code, reason);
          piece.code = code;
        }
        case Taken.Whole(Item whole) ->
            waiting.add(new Waiting(operation(slot, verb, whole, i), piece));
      }
    }
  }

  private Operation operation(Slot slot, Verb verb, Item item, int index) {
    return new Operation(
        ids.of(slot.command) + (index == 0 ? "" : "#" + index),
        verb,
        item.target().orElse(""),
        item.meta().format(),
        item.meta().type(),
        item.data());
  }

  private void flush() {
    if (waiting.isEmpty()) {
      return;
    }
    var responses = tree.run(waiting.stream().map(Waiting::operation).toList());
    for (int i = 0; i < responses.size(); i++) {
      settle(waiting.get(i), responses.get(i));
    }
    waiting.clear();
  }

  private static void settle(Waiting waiting, Response response) {
    waiting.piece.code = response.code();
    waiting.piece.nodes = response.nodes();
    if (!response.code().isGood()) {
      LOG.warn("{} is answered {}", waiting.operation, response.code());
      if (!response.code().quotes() && !response.reason().isEmpty()) {
        LOG.warn("{}: {}", waiting.operation, response.reason());
      }
    }
  }

  private static void alert(Slot slot, Command.Alert alert) {
    if (alert.code().equals("1222")) {
      slot.answer(Code.OK);
      slot.matters = false;
    } else {
      refuse(slot, alert.code().isEmpty() ? Code.INCOMPLETE : Code.UNSUPPORTED);
    }
  }

  private void atomic(Slot slot, Command.Atomic atomic) {
    flush();
    var run = new AtomicCommands(this::operation);
    run.add(slot, atomic.commands());
    run.run(tree);
  }
}
