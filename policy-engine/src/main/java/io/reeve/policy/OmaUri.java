package io.reeve.policy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The address of a node in the management tree, in one spelling.
///
/// `./Vendor/MSFT/X` and `./Device/Vendor/MSFT/X` are the same node and become the second; `A/B`
/// becomes `./A/B`. Segments keep their %-escapes and their letter case (OMA DM 1.2 Tree and
/// Description; MS-MDM). Lookup is case-insensitive and belongs to whoever looks up; equality here
/// is exact. `?prop=` and `?list=` suffixes are not part of an address: cut them off first.
///
/// @param segments the names from the root down, without `.`; empty for the root itself
public record OmaUri(List<String> segments) implements Comparable<OmaUri> {

  /// The longest accepted address in characters; a longer one is answered 414.
  public static final int MAX_LENGTH = 2048;

  /// The most segments; more are answered 414.
  public static final int MAX_DEPTH = 32;

  public OmaUri {
    segments = List.copyOf(segments);
  }

  /// An address over a limit: answered 414, where a malformed one is answered 400.
  public static final class TooLongException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private TooLongException(String message) {
      super(message);
    }
  }

  /// Reads an address.
  ///
  /// @throws TooLongException when it is over a limit
  /// @throws IllegalArgumentException when it starts or ends with `/`, or has an empty segment, `.`
  ///   or `..` or a bare `*` as a segment (escaped or not, but for the leading `.`), a control
  ///   character, a broken %-escape, or a `?`
  public static OmaUri parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new TooLongException("address over " + MAX_LENGTH + " characters");
    }
    var uri = text.strip();
    if (uri.equals(".") || uri.equals("./")) {
      return new OmaUri(List.of());
    }
    var names = new ArrayList<>(List.of(uri.split("/", -1)));
    if (names.getFirst().equals(".")) {
      names.removeFirst();
    }
    for (var name : names) {
      check(uri, name);
    }
    return limited(new OmaUri(canonical(names)));
  }

  private static OmaUri limited(OmaUri uri) {
    if (uri.segments.size() > MAX_DEPTH) {
      throw new TooLongException("address deeper than " + MAX_DEPTH + " segments");
    }
    if (uri.toString().length() > MAX_LENGTH) {
      throw new TooLongException("address over " + MAX_LENGTH + " characters");
    }
    return uri;
  }

  private static void check(String uri, String name) {
    var plain = decode(name);
    if (plain.isEmpty() || plain.equals(".") || plain.equals("..") || plain.equals("*")) {
      throw new IllegalArgumentException("bad segment '" + name + "' in address '" + uri + "'");
    }
    if (name.indexOf('?') >= 0) {
      throw new IllegalArgumentException("'?' in address '" + uri + "'");
    }
    if (plain.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("control character in address");
    }
  }

  private static List<String> canonical(List<String> names) {
    if (names.getFirst().equalsIgnoreCase("Vendor")) {
      names.addFirst("Device");
    }
    for (var prefix : List.of("Device", "User")) {
      if (names.getFirst().equalsIgnoreCase(prefix)) {
        names.set(0, prefix);
        if (names.size() > 1 && names.get(1).equalsIgnoreCase("Vendor")) {
          names.set(1, "Vendor");
        }
      }
    }
    return names;
  }

  /// The plain text of a segment: its %-escapes (UTF-8) taken out.
  ///
  /// @throws IllegalArgumentException when an escape is broken
  public static String decode(String segment) {
    if (segment.indexOf('%') < 0) {
      return segment;
    }
    var bytes = ByteBuffer.allocate(segment.length() * 3);
    for (int i = 0; i < segment.length(); ) {
      if (segment.charAt(i) == '%') {
        bytes.put(escaped(segment, i));
        i += 3;
      } else {
        int end = segment.indexOf('%', i);
        end = end < 0 ? segment.length() : end;
        bytes.put(segment.substring(i, end).getBytes(StandardCharsets.UTF_8));
        i = end;
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException _) {
      throw new IllegalArgumentException("%-escapes in '" + segment + "' are not UTF-8");
    }
  }

  private static byte escaped(String segment, int at) {
    try {
      return (byte) HexFormat.fromHexDigits(segment, at + 1, at + 3);
    } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
      throw new IllegalArgumentException("broken %-escape in '" + segment + "'");
    }
  }

  /// A plain text as a segment: `/`, `%`, `?`, control characters, and a lone `.`, `..` or `*` are
  /// escaped, nothing else. The same text always gives the same segment.
  public static String encode(String plain) {
    boolean reserved = plain.equals(".") || plain.equals("..") || plain.equals("*");
    var segment = new StringBuilder();
    plain
        .codePoints()
        .forEach(c -> {
          if (reserved || c == '/' || c == '%' || c == '?' || Character.isISOControl(c)) {
            for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
              segment.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
          } else {
            segment.appendCodePoint(c);
          }
        });
    return segment.toString();
  }

  /// The address of a child.
  ///
  /// @param name its name as a segment, escapes and all
  public OmaUri child(String name) {
    var names = new ArrayList<>(segments);
    names.add(name);
    return new OmaUri(names);
  }

  /// Whether this is `other` or lies below it, letter case aside.
  public boolean isBelow(OmaUri other) {
    if (segments.size() < other.segments.size()) {
      return false;
    }
    for (int i = 0; i < other.segments.size(); i++) {
      if (!segments.get(i).equalsIgnoreCase(other.segments.get(i))) {
        return false;
      }
    }
    return true;
  }

  /// The last segment; empty for the root.
  public String name() {
    return segments.isEmpty() ? "" : segments.getLast();
  }

  /// Segment by segment, a node before what lies below it; letter case decides last.
  @Override
  public int compareTo(OmaUri other) {
    int order = compare(other, String.CASE_INSENSITIVE_ORDER);
    return order != 0 ? order : compare(other, Comparator.naturalOrder());
  }

  private int compare(OmaUri other, Comparator<String> names) {
    int common = Math.min(segments.size(), other.segments.size());
    for (int i = 0; i < common; i++) {
      int order = names.compare(segments.get(i), other.segments.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(segments.size(), other.segments.size());
  }

  // As a record has them by itself, in a fraction of the time: a pass compares little else.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OmaUri(var itsSegments) && segments.equals(itsSegments);
  }

  @Override
  public int hashCode() {
    return segments.hashCode();
  }

  @Override
  public String toString() {
    return segments.isEmpty() ? "." : "./" + String.join("/", segments);
  }
}
