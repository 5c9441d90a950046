package io.reeve.core.dm;

import io.reeve.core.tree.Code;
import io.reeve.core.tree.Tree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A command of the service and what became of it, while a message is being worked off.
final class Slot {
  final Command command;

  /// The status of a command that has no Items to answer for.
  Optional<Code> own = Optional.empty();

  final List<Piece> pieces = new ArrayList<>();
  final List<Slot> children = new ArrayList<>();

  /// Whether its Status is worth a message.
  boolean matters = true;

  Slot(Command command) {
    this.command = command;
  }

  /// One of its Items.
  static final class Piece {
    final String target;
    Code code = Code.NOT_EXECUTED;
    List<Node> nodes = List.of();

    Piece(String target) {
      this.target = target;
    }
  }

  Piece piece(String target) {
    var piece = new Piece(target);
    pieces.add(piece);
    return piece;
  }

  Slot answer(Code code) {
    own = Optional.of(code);
    return this;
  }

  boolean failed() {
    return own.map(code -> !code.isGood()).orElse(false)
        || pieces.stream().anyMatch(piece -> !piece.code.isGood())
        || children.stream().anyMatch(Slot::failed);
  }

  /// Whether it is done with: no chunk of it is missing.
  boolean isSettled() {
    return pieces.stream().noneMatch(piece -> piece.code == Code.CHUNK);
  }

  int count() {
    return 1 + children.stream().mapToInt(Slot::count).sum();
  }
}
