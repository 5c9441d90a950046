package io.reeve.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The address of a row, with holes.
///
/// @param segments from the root down
record UriTemplate(List<Segment> segments) {
  private static final Pattern HOLE = Pattern.compile("([^{}]*)\\{([a-zA-Z]+)\\}([^{}]*)");

  UriTemplate {
    segments = List.copyOf(segments);
  }

  /// A segment: its plain text before and behind the hole, and the hole. Without a hole all of it
  /// is `before`.
  record Segment(String before, Optional<Hole> hole, String behind) {

    /// What the hole stands for, empty text when there is no hole; empty when it does not match.
    Optional<String> match(String plain) {
      if (hole.isEmpty()) {
        return plain.equalsIgnoreCase(before) ? Optional.of("") : Optional.empty();
      }
      int end = plain.length() - behind.length();
      boolean around =
          end >= before.length()
              && plain.regionMatches(true, 0, before, 0, before.length())
              && plain.regionMatches(true, end, behind, 0, behind.length());
      return around ? hole.get().accept(plain.substring(before.length(), end)) : Optional.empty();
    }

    @Override
    public String toString() {
      return before + hole.map(h -> "{" + h.name() + "}").orElse("") + behind;
    }
  }

  /// A hole and what it may stand for.
  ///
  /// @param words the only words allowed, in their right letter case; empty when `form` decides
  record Hole(String name, List<String> words, Regex form) {
    /// A name that is safe as a file's name: no slash, no control character, no leading dot.
    static final Regex NAME = Regex.of("(?!\\.)[^/\\p{Cntrl}]{1,255}");

    Hole {
      words = List.copyOf(words);
    }

    Optional<String> accept(String text) {
      if (words.isEmpty()) {
        return form.matches(text).orElse(false) ? Optional.of(text) : Optional.empty();
      }
      return words.stream().filter(word -> word.equalsIgnoreCase(text)).findFirst();
    }
  }

  /// Reads an address with holes.
  ///
  /// @param holes by name, what a hole may stand for; [Hole#NAME] for those that are not there
  /// @throws IllegalArgumentException when it is not one
  static UriTemplate parse(String text, Map<String, Hole> holes) {
    var segments = new ArrayList<Segment>();
    for (var segment : OmaUri.parse(text).segments()) {
      var plain = OmaUri.decode(segment);
      var matcher = HOLE.matcher(plain);
      if (matcher.matches()) {
        var name = matcher.group(2);
        var hole = holes.getOrDefault(name, new Hole(name, List.of(), Hole.NAME));
        segments.add(new Segment(matcher.group(1), Optional.of(hole), matcher.group(3)));
      } else if (plain.indexOf('{') >= 0 || plain.indexOf('}') >= 0) {
        throw new IllegalArgumentException("bad hole in '" + plain + "'");
      } else {
        segments.add(new Segment(plain, Optional.empty(), ""));
      }
    }
    return new UriTemplate(segments);
  }

  /// The names of the holes, in order.
  List<String> names() {
    return segments.stream().flatMap(s -> s.hole().stream()).map(Hole::name).toList();
  }

  /// What the holes stand for when the address is one of this row; empty when it is not.
  Optional<Map<String, String>> match(OmaUri uri) {
    if (uri.segments().size() != segments.size()) {
      return Optional.empty();
    }
    var bound = new LinkedHashMap<String, String>();
    for (int i = 0; i < segments.size(); i++) {
      var segment = segments.get(i);
      var part = segment.match(OmaUri.decode(uri.segments().get(i)));
      if (part.isEmpty()) {
        return Optional.empty();
      }
      segment.hole().ifPresent(hole -> bound.put(hole.name(), part.get()));
    }
    return Optional.of(bound);
  }

  /// The address in the row's spelling, holes filled.
  OmaUri fill(Map<String, String> holes) {
    return new OmaUri(
        segments.stream()
            .map(s ->
                OmaUri.encode(
                    s.before() + s.hole().map(h -> holes.get(h.name())).orElse("") + s.behind()))
            .toList());
  }

  /// Two rows whose addresses differ in letter case and holes' names only have the same key.
  String key() {
    return segments.stream()
        .map(s -> s.hole().isPresent() ? s.before() + "{}" + s.behind() : s.before())
        .collect(Collectors.joining("/"))
        .toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return segments.stream().map(Segment::toString).collect(Collectors.joining("/", "./", ""));
  }
}
