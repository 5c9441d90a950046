package io.reeve.core.dm;

import io.reeve.core.tree.Branch.Verb;
import io.reeve.core.tree.Code;
import io.reeve.core.tree.Tree;
import io.reeve.core.tree.Tree.Operation;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an Atomic holds, as one list of operations in document order. Something in it that can
/// never be done fails the whole before anything is tried.
final class AtomicCommands {
  private static final Logger LOG = LoggerFactory.getLogger(AtomicCommands.class);

  private final Maker maker;
  private final List<Step> steps = new ArrayList<>();
  private final List<Slot> sequences = new ArrayList<>();
  private Slot whole = new Slot(new Command.Unknown("", ""));

  AtomicCommands(Maker maker) {
    this.maker = maker;
  }

  /// Makes the operation for an Item of a command.
  @FunctionalInterface
  interface Maker {
    Operation make(Slot slot, Verb verb, Item item, int index);
  }

  /// Something to answer for, in document order.
  private sealed interface Step {
    void answer(Code code);

    record Doable(Operation operation, Slot.Piece piece) implements Step {
      @Override
      public void answer(Code code) {
        piece.code = code;
      }
    }

    record Hopeless(Slot slot, Code code) implements Step {
      @Override
      public void answer(Code code) {
        slot.answer(code);
      }
    }
  }

  void add(Slot slot, List<Command> commands) {
    whole = slot;
    children(slot, commands);
  }

  private void children(Slot parent, List<Command> commands) {
    for (var command : commands) {
      var slot = new Slot(command);
      parent.children.add(slot);
      if (command.cmdId().isEmpty() || command.cmdId().equals("0")) {
        steps.add(new Step.Hopeless(slot, Code.BAD_REQUEST));
      } else {
        visit(slot, command);
      }
    }
  }

  private void visit(Slot slot, Command command) {
    switch (command) {
      case Command.Add add -> items(slot, Verb.ADD, add.meta(), add.items());
      case Command.Replace replace -> items(slot, Verb.REPLACE, replace.meta(), replace.items());
      case Command.Delete delete -> items(slot, Verb.DELETE, delete.meta(), delete.items());
      case Command.Get read -> items(slot, Verb.GET, read.meta(), read.items());
      case Command.Exec exec -> items(slot, Verb.EXEC, exec.meta(), exec.items());
      case Command.Sequence sequence -> {
        sequences.add(slot);
        children(slot, sequence.commands());
      }
      case Command.Atomic _ -> steps.add(new Step.Hopeless(slot, Code.FAILED));
      case Command.Copy _, Command.Alert _ -> steps.add(new Step.Hopeless(slot, Code.UNSUPPORTED));
      case Command.Unknown _, Command.Status _, Command.Results _ ->
          steps.add(new Step.Hopeless(slot, Code.BAD_REQUEST));
    }
  }

  private void items(Slot slot, Verb verb, Meta meta, List<Item> items) {
    if (items.isEmpty() || items.stream().anyMatch(item -> item.target().isEmpty())) {
      steps.add(new Step.Hopeless(slot, Code.INCOMPLETE));
      return;
    }
    if (items.stream().anyMatch(Item::moreData)) {
      steps.add(new Step.Hopeless(slot, Code.BAD_REQUEST));
      return;
    }
    for (int i = 0; i < items.size(); i++) {
      var item = items.get(i);
      var operation = maker.make(slot, verb, item.withMeta(item.meta().over(meta)), i);
      steps.add(new Step.Doable(operation, slot.piece(item.target().orElse(""))));
    }
  }

  void run(Tree tree) {
    if (steps.isEmpty()) {
      whole.answer(Code.INCOMPLETE);
      return;
    }
    boolean good = !hopeless() && doable(tree);
    whole.answer(good ? Code.OK : Code.ATOMIC_FAILED);
    sequences.forEach(sequence -> sequence.answer(good ? Code.OK : Code.FAILED));
    if (!good) {
      LOG.warn("Atomic {} failed and was taken back", whole.command.cmdId());
    }
  }

  /// @return whether something in it can never be done; then all is answered
  private boolean hopeless() {
    int failed = -1;
    for (int i = 0; i < steps.size() && failed < 0; i++) {
      failed = steps.get(i) instanceof Step.Hopeless ? i : -1;
    }
    if (failed < 0) {
      return false;
    }
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).answer(i < failed ? Code.ROLLED_BACK : Code.NOT_EXECUTED);
    }
    if (steps.get(failed) instanceof Step.Hopeless(Slot slot, Code code)) {
      slot.answer(code);
    }
    return true;
  }

  private boolean doable(Tree tree) {
    var doables = steps.stream().map(Step.Doable.class::cast).toList();
    var result = tree.atomic(doables.stream().map(Step.Doable::operation).toList());
    for (int i = 0; i < doables.size(); i++) {
      var response = result.responses().get(i);
      var piece = doables.get(i).piece;
      piece.code = response.code();
      piece.nodes = response.nodes();
      if (!response.reason().isEmpty() && !response.code().quotes()) {
        LOG.warn("{}: {}", doables.get(i).operation, response.reason());
      }
    }
    return result.good();
  }
}
