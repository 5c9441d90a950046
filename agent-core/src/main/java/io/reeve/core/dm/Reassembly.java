package io.reeve.core.dm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reeve.core.tree.Code;
import java.util.Optional;

/// Puts a large object of the service together. There is at most one; its chunks follow each other
/// without anything between them.
final class Reassembly {
  private final int largest;
  private Optional<Buffer> buffer = Optional.empty();

  /// @param largest the largest object accepted, in bytes
  Reassembly(int largest) {
    this.largest = largest;
  }

  /// An object with chunks missing.
  private static final class Buffer {
    final String command;
    final String target;
    final Meta meta;
    final long size;
    final StringBuilder text = new StringBuilder();
    long bytes;

    Buffer(String command, String target, Meta meta, long size) {
      this.command = command;
      this.target = target;
      this.meta = meta;
      this.size = size;
    }
  }

  /// What became of an item.
  sealed interface Taken {
    /// It is whole; if it came in chunks, this is all of it.
    record Whole(Item item) implements Taken {}

    /// It was put away: 213.
    record Buffered() implements Taken {}

    /// It cannot be taken; nothing of it is kept.
    record Refused(Code code, String reason) implements Taken {}
  }

  /// Whether chunks are missing.
  boolean isOpen() {
    return buffer.isPresent();
  }

  /// Whether this is the next chunk of the open object.
  boolean continues(Command command, Item item) {
    return buffer
        .filter(open ->
            open.command.equals(command.name())
                && open.target.equals(item.target().orElse("").strip())
                && item.meta().size().isEmpty())
        .isPresent();
  }

  /// Gives up the open object.
  ///
  /// @return the address it was for
  Optional<String> abandon() {
    var target = buffer.map(open -> open.target);
    buffer = Optional.empty();
    return target;
  }

  Taken take(Command command, Item item, Meta meta) {
    var data = item.data().orElse("");
    if (buffer.isPresent()) {
      return append(buffer.get(), item, data);
    }
    if (!item.moreData()) {
      return data.length() > largest || data.getBytes(UTF_8).length > largest
          ? new Taken.Refused(Code.TOO_LARGE, "object over " + largest + " bytes")
          : new Taken.Whole(item.withMeta(meta));
    }
    return begin(command, item, meta, data);
  }

  private Taken begin(Command command, Item item, Meta meta, String data) {
    if (meta.size().isEmpty()) {
      return new Taken.Refused(Code.SIZE_REQUIRED, "a first chunk without Size");
    }
    var size = meta.size().get();
    if (!size.matches("\\d{1,18}")) {
      return new Taken.Refused(Code.BAD_REQUEST, "Size '" + size + "' is no number");
    }
    if (Long.parseLong(size) > largest) {
      return new Taken.Refused(Code.SIZE_TOO_LARGE, "Size " + size + " is over " + largest);
    }
    var open =
        new Buffer(
            command.name(),
            item.target().orElse("").strip(),
            meta.withSize(Optional.empty()),
            Long.parseLong(size));
    buffer = Optional.of(open);
    return append(open, item, data);
  }

  private Taken append(Buffer open, Item item, String data) {
    open.bytes += data.getBytes(UTF_8).length;
    open.text.append(data);
    if (open.bytes > open.size) {
      buffer = Optional.empty();
      return new Taken.Refused(
          Code.SIZE_MISMATCH, "more than the " + open.size + " bytes that Size declares");
    }
    if (item.moreData()) {
      if (data.isEmpty()) {
        buffer = Optional.empty();
        return new Taken.Refused(Code.BAD_REQUEST, "an empty chunk");
      }
      return new Taken.Buffered();
    }
    buffer = Optional.empty();
    return open.bytes == open.size
        ? new Taken.Whole(item.withMeta(open.meta).withData(open.text.toString(), false))
        : new Taken.Refused(
            Code.SIZE_MISMATCH, open.bytes + " bytes where Size declares " + open.size);
  }
}
