package io.reeve.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reeve.store.History.Event;
import io.reeve.store.History.Head;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// How the ledger's entries hang together. The form of what is hashed is in files on disk and at
/// the service: it never changes.
final class Chain {
  private Chain() {}

  /// SHA-256 of the previous entry's hash and of all of this entry but its own: the number and the
  /// milliseconds since 1970 as 8 bytes each, then kind, subject, text and asker in UTF-8, each
  /// after its length in 4 bytes, big end first.
  ///
  /// @param previous the hash of the entry before; empty for the first
  static String hash(String previous, Event entry) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      put(out, previous);
      out.writeLong(entry.id());
      out.writeLong(Columns.time(entry.at()));
      put(out, entry.kind());
      put(out, entry.subject());
      put(out, entry.text());
      put(out, entry.by());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return HexFormat.of().formatHex(sha256().digest(bytes.toByteArray()));
  }

  /// What is wrong with these entries, oldest first.
  ///
  /// @param base the last entry that was forgotten; number 0 when none was
  /// @param numbered the greatest number ever given
  static Optional<String> trouble(Head base, List<Event> entries, long numbered) {
    var before = base;
    for (var entry : entries) {
      long expected = before.id() + 1;
      if (entry.id() != expected) {
        return Optional.of(missing(expected, entry.id() - 1));
      }
      boolean isOlder = entry.hash().isEmpty() && before.hash().isEmpty();
      if (!isOlder && !entry.hash().equals(hash(before.hash(), entry))) {
        return Optional.of("entry %d of %s was altered".formatted(entry.id(), entry.at()));
      }
      before = new Head(entry.id(), entry.hash());
    }
    return before.id() < numbered
        ? Optional.of(missing(before.id() + 1, numbered))
        : Optional.empty();
  }

  private static String missing(long from, long to) {
    if (to < from) {
      return "an entry with the number %d was put in".formatted(to + 1);
    }
    return from == to
        ? "entry %d is missing".formatted(from)
        : "entries %d to %d are missing".formatted(from, to);
  }

  private static void put(DataOutputStream out, String text) throws IOException {
    var bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
