package io.reeve.core.dm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reeve.core.tree.Code;
import io.reeve.core.tree.Tree.Node;
import io.reeve.policy.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// From worked-off commands to Status and Results: a Status for each command, or for each Item
/// where their codes differ; a container before what it holds.
final class Answers {
  /// About how much data goes into one Results; a single node may be larger.
  private static final int RESULTS_BYTES = 32 * 1024;

  private final String msgRef;
  private final long largestObject;

  /// @param msgRef the MsgID of the message that held the commands
  /// @param largestObject what the peer accepts; a larger node is answered 413
  Answers(String msgRef, long largestObject) {
    this.msgRef = msgRef;
    this.largestObject = largestObject;
  }

  List<Part> statuses(Slot slot) {
    var parts = new ArrayList<Part>();
    slot.own.ifPresent(code -> parts.add(status(slot, code, List.of())));
    slot.pieces.forEach(this::limit);
    var codes = slot.pieces.stream().map(piece -> piece.code).distinct().toList();
    if (codes.size() == 1) {
      parts.add(status(slot, codes.getFirst(), List.of()));
    } else {
      slot.pieces.forEach(piece -> parts.add(status(slot, piece.code, List.of(piece.target))));
    }
    slot.children.forEach(child -> parts.addAll(statuses(child)));
    return parts;
  }

  private void limit(Slot.Piece piece) {
    if (piece.nodes.stream().anyMatch(node -> size(node) > largestObject)) {
      piece.code = Code.TOO_LARGE;
      piece.nodes = List.of();
    }
  }

  private static int size(Node node) {
    return node.data().map(text -> text.getBytes(UTF_8).length).orElse(0);
  }

  private Part status(Slot slot, Code code, List<String> targets) {
    var command = slot.command;
    var status =
        new Command.Status(
            "",
            msgRef,
            command.cmdId(),
            command.name(),
            targets,
            List.of(),
            Optional.empty(),
            code.toString(),
            Optional.empty(),
            List.of());
    return slot.matters ? Part.of(status) : Part.aside(status);
  }

  /// To be called after [#statuses].
  List<Part> results(Slot slot) {
    var parts = new ArrayList<Part>();
    var items = new ArrayList<Item>();
    int bytes = 0;
    for (var piece : slot.pieces) {
      for (var node : piece.nodes) {
        if (!items.isEmpty() && bytes + size(node) > RESULTS_BYTES) {
          parts.add(results(slot, items));
          items.clear();
          bytes = 0;
        }
        items.add(item(node));
        bytes += size(node);
      }
    }
    if (!items.isEmpty()) {
      parts.add(results(slot, items));
    }
    slot.children.forEach(child -> parts.addAll(results(child)));
    return parts;
  }

  private Part results(Slot slot, List<Item> items) {
    return Part.of(
        new Command.Results(
            "",
            msgRef,
            slot.command.cmdId(),
            slot.command.name(),
            Meta.NONE,
            Optional.empty(),
            Optional.empty(),
            items));
  }

  private static Item item(Node node) {
    return new Item(
        Optional.empty(),
        Optional.of(node.uri()),
        node.format().map(Format::wire).map(Meta::format).orElse(Meta.NONE),
        node.data(),
        false);
  }
}
