package io.reeve.policy;

import java.util.ArrayList;
import java.util.List;

/// The address of a node in the management tree, in one spelling.
///
/// `./Vendor/MSFT/X` and `./Device/Vendor/MSFT/X` are the same node and become the second; `A/B`
/// becomes `./A/B`. Segments keep their %-escapes and their letter case (OMA DM 1.2 Tree and
/// Description; MS-MDM). Lookup is case-insensitive and belongs to whoever looks up; equality here
/// is exact.
///
/// @param segments the names from the root down, without `.`; empty for the root itself
public record OmaUri(List<String> segments) {

  /// The longest accepted address in characters; a longer one is answered 414.
  public static final int MAX_LENGTH = 2048;

  /// The most segments; more are answered 414.
  public static final int MAX_DEPTH = 32;

  public OmaUri {
    segments = List.copyOf(segments);
  }

  /// Reads an address.
  ///
  /// @throws IllegalArgumentException when it starts or ends with `/`, has an empty segment, `..`,
  ///   a `.` that is not the first segment, a bare `*`, a control character, or is over a limit
  public static OmaUri parse(String text) {
    var uri = text.strip();
    if (uri.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("address over " + MAX_LENGTH + " characters");
    }
    if (uri.equals(".") || uri.equals("./")) {
      return new OmaUri(List.of());
    }
    var names = new ArrayList<>(List.of(uri.split("/", -1)));
    if (names.getFirst().equals(".")) {
      names.removeFirst();
    }
    if (names.size() > MAX_DEPTH) {
      throw new IllegalArgumentException("address deeper than " + MAX_DEPTH + " segments");
    }
    for (var name : names) {
      check(uri, name);
    }
    return new OmaUri(canonical(names));
  }

  private static void check(String uri, String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.equals("*")) {
      throw new IllegalArgumentException("bad segment '" + name + "' in address '" + uri + "'");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
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

  /// The address of a child.
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

  @Override
  public String toString() {
    return segments.isEmpty() ? "." : "./" + String.join("/", segments);
  }
}
