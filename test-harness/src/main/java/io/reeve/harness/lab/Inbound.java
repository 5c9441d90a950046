package io.reeve.harness.lab;

import io.reeve.core.dm.Item;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Puts together what a device sends in pieces. One object at a time, as the protocol has it.
final class Inbound {
  /// The largest object taken.
  static final int MAX_OBJECT = 16 * 1024 * 1024;

  private final StringBuilder data = new StringBuilder();
  private String address = "";
  private long size = -1;
  private boolean open;

  /// What became of an item.
  sealed interface Piece {
    /// It is whole now.
    record Whole(Item item) implements Piece {}

    /// More must come.
    record More() implements Piece {}

    /// It is wrong, with this status; nothing of it is kept.
    record Wrong(int status) implements Piece {}
  }

  /// Whether an object is still incomplete.
  boolean open() {
    return open;
  }

  /// The address of the incomplete object.
  String address() {
    return address;
  }

  void drop() {
    open = false;
    data.setLength(0);
  }

  /// Takes the next item, whose Meta already includes its command's.
  Piece take(Item item) {
    var here = item.source().or(item::target).orElse("");
    if (!open && !item.moreData()) {
      return new Piece.Whole(item);
    }
    if (!open) {
      var declared = begin(item, here);
      if (declared.isPresent()) {
        return new Piece.Wrong(declared.get());
      }
    } else if (!here.equals(address)) {
      drop();
      return new Piece.Wrong(412);
    }
    data.append(item.data().orElse(""));
    if (data.length() > MAX_OBJECT) {
      drop();
      return new Piece.Wrong(413);
    }
    return item.moreData() ? new Piece.More() : whole(item);
  }

  private Optional<Integer> begin(Item item, String here) {
    try {
      size = Long.parseLong(item.meta().size().orElse(""));
    } catch (NumberFormatException _) {
      return Optional.of(411);
    }
    if (size < 0 || size > MAX_OBJECT) {
      return Optional.of(416);
    }
    address = here;
    open = true;
    return Optional.empty();
  }

  private Piece whole(Item item) {
    var text = data.toString();
    drop();
    return text.getBytes(StandardCharsets.UTF_8).length == size
        ? new Piece.Whole(item.withData(text, false))
        : new Piece.Wrong(424);
  }
}
