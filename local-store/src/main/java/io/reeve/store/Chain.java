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
import java.util.Optional;

/// How the ledger's entries hang together. The form of what is hashed is in files on disk and at
/// the service: it never changes.
final class Chain {
  private Chain() {}

  /// What stands for all that an entry says: SHA-256 of the milliseconds since 1970 as 8 bytes,
  /// then kind, subject, text and asker in UTF-8, each after its length in 4 bytes, big end first.
  static String content(Event entry) {
    return digest(out -> {
      out.writeLong(Columns.time(entry.at()));
      put(out, entry.kind());
      put(out, entry.subject());
      put(out, entry.text());
      put(out, entry.by());
    });
  }

  /// SHA-256 of the previous entry's hash, the entry's number as 8 bytes, its rank as 4, and what
  /// stands for its content; texts as in [#content(Event)].
  ///
  /// @param previous the hash of the entry before; empty for the first
  static String hash(String previous, long id, int rank, String content) {
    return digest(out -> {
      put(out, previous);
      out.writeLong(id);
      out.writeInt(rank);
      put(out, content);
    });
  }

  /// SHA-256 of a text in UTF-8.
  static String digest(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(UTF_8)));
  }

  @FunctionalInterface
  private interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  private static String digest(Writer writer) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      writer.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return HexFormat.of().formatHex(sha256().digest(bytes.toByteArray()));
  }

  /// What is wrong with an entry.
  ///
  /// @param before the entry before, or the last one that was forgotten
  /// @param unchained the last entry that was written before there was a chain
  static Optional<String> trouble(Head before, long unchained, Event entry) {
    long expected = before.id() + 1;
    if (entry.id() != expected) {
      return Optional.of(missing(expected, entry.id() - 1));
    }
    return entry.id() > unchained && !fits(before, entry)
        ? Optional.of("entry %d of %s was altered".formatted(entry.id(), entry.at()))
        : Optional.empty();
  }

  /// Only what may make room for others may have been emptied, and its rank is part of the hash.
  private static boolean fits(Head before, Event entry) {
    boolean emptied = !entry.content().isEmpty();
    var content = emptied ? entry.content() : content(entry);
    return (!emptied || entry.rank() < History.LASTING)
        && entry.hash().equals(hash(before.hash(), entry.id(), entry.rank(), content));
  }

  /// Those entries are not there.
  static String missing(long from, long to) {
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
