package io.reeve.platform.linux;

import io.reeve.core.files.FileMeta;
import io.reeve.core.files.SystemFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A hash table in GVDB's form, in which dconf keeps what it has compiled: a signature, then tables
/// of items of 24 bytes, each with the rest of its name after its parent's, and the region that
/// holds its value or a table of its own. The hash is not needed to find a name in a small file. An
/// item that points out of the file is as good as not there, as it is for dconf.
///
/// @param bytes the whole file, in its own byte order
/// @param items where the items begin
/// @param count how many there are
record Gvdb(ByteBuffer bytes, int items, int count) {
  static final int OTHERS_READ = 0004;
  private static final int HEADER = 24;
  private static final int ITEM = 24;
  private static final int LITTLE = 0x72615647; // "GVar", read so
  private static final int BLOOM_WORDS = (1 << 27) - 1;
  private static final int MAX_DEPTH = 64;
  private static final int NO_PARENT = -1;

  /// Reads a file as sessions do. One that is missing, that users may not read or that is of no
  /// such form holds nothing for them.
  static Optional<Gvdb> read(SystemFile file) throws IOException {
    var bytes = file.bytes();
    return bytes.isEmpty() || (FileMeta.attribute(file.path(), "unix:mode") & OTHERS_READ) == 0
        ? Optional.empty()
        : of(bytes.get());
  }

  /// Reads such bytes; empty when they have not that form. A file that dconf has replaced by
  /// another is marked so, and has it no longer.
  static Optional<Gvdb> of(byte[] content) {
    if (content.length < HEADER) {
      return Optional.empty();
    }
    var bytes = ByteBuffer.wrap(content).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.getInt(0) != LITTLE) {
      bytes.order(ByteOrder.BIG_ENDIAN);
    }
    return bytes.getInt(0) == LITTLE
        ? region(bytes, 16).flatMap(region -> table(bytes, region))
        : Optional.empty();
  }

  /// A part of the file.
  private record Region(int start, int end) {
    int length() {
      return end - start;
    }
  }

  private static Optional<Region> region(ByteBuffer bytes, int at) {
    int start = bytes.getInt(at);
    int end = bytes.getInt(at + 4);
    return start < 0 || end < start || end > bytes.limit()
        ? Optional.empty()
        : Optional.of(new Region(start, end));
  }

  private static Optional<Gvdb> table(ByteBuffer bytes, Region region) {
    if (region.length() < 8) {
      return Optional.empty();
    }
    long words = bytes.getInt(region.start()) & BLOOM_WORDS;
    long buckets = Integer.toUnsignedLong(bytes.getInt(region.start() + 4));
    long items = region.start() + 8 + 4 * (words + buckets);
    return items > region.end()
        ? Optional.empty()
        : Optional.of(new Gvdb(bytes, (int) items, (int) ((region.end() - items) / ITEM)));
  }

  /// The bytes of a value; empty when there is none of that name.
  Optional<ByteBuffer> value(String name) {
    return find(name, 'v')
        .map(region -> bytes.slice(region.start(), region.length()).order(bytes.order()));
  }

  /// The table of that name.
  Optional<Gvdb> table(String name) {
    return find(name, 'H').flatMap(region -> table(bytes, region));
  }

  /// Whether there is a value of that name.
  boolean has(String name) {
    return find(name, 'v').isPresent();
  }

  private Optional<Region> find(String name, char type) {
    var wanted = name.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < count; i++) {
      if (bytes.get(items + ITEM * i + 14) == type && isNamed(i, wanted)) {
        return region(bytes, items + ITEM * i + 16);
      }
    }
    return Optional.empty();
  }

  /// Compares from the end: the last part of a name is the item's own, the rest its parents'.
  private boolean isNamed(int item, byte[] name) {
    int left = name.length;
    int current = item;
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      int at = items + ITEM * current;
      int start = bytes.getInt(at + 8);
      int size = Short.toUnsignedInt(bytes.getShort(at + 12));
      if (start < 0 || (long) start + size > bytes.limit()) {
        return false;
      }
      left -= size;
      if (left < 0 || !bytes.slice(start, size).equals(ByteBuffer.wrap(name, left, size))) {
        return false;
      }
      current = bytes.getInt(at + 4);
      if (current == NO_PARENT) {
        return left == 0;
      }
      if (current < 0 || current >= count) {
        return false;
      }
    }
    return false;
  }
}
