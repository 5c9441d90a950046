package io.reeve.core.files;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;

/// A file as it was, in a form that goes into a snapshot's detail and comes back.
public sealed interface FileState {
  /// There was none.
  record None() implements FileState {}

  /// A symbolic link to that.
  record Link(String to) implements FileState {}

  /// A regular file.
  record Regular(String base64, FileMeta meta) implements FileState {
    public static Regular of(byte[] bytes, FileMeta meta) {
      return new Regular(Base64.getEncoder().encodeToString(bytes), meta);
    }

    public byte[] bytes() {
      return Base64.getDecoder().decode(base64);
    }
  }

  /// Its text form: words, one space apart.
  default String detail() {
    return switch (this) {
      case None() -> "none";
      case Link(var to) -> "link " + Details.encode(to);
      case Regular(var base64, var meta) -> {
        var words = new ArrayList<>(List.of("file", base64.isEmpty() ? "-" : base64));
        words.add(Integer.toOctalString(meta.mode()));
        words.add(Integer.toString(meta.owner()));
        words.add(Integer.toString(meta.group()));
        new TreeMap<>(meta.attributes()).forEach((name, value) -> words.add(name + "=" + value));
        yield String.join(" ", words);
      }
    };
  }

  /// @throws IllegalArgumentException when it is not of that form
  static FileState parse(String detail) {
    var words = detail.split(" ");
    return switch (words[0]) {
      case "none" -> new None();
      case "link" -> new Link(Details.decode(words[1]));
      case "file" -> {
        var attributes = new TreeMap<String, String>();
        for (var word : List.of(words).subList(5, words.length)) {
          int at = word.indexOf('=');
          attributes.put(word.substring(0, at), word.substring(at + 1));
        }
        yield new Regular(
            words[1].equals("-") ? "" : words[1],
            new FileMeta(
                Integer.parseInt(words[2], 8),
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4]),
                attributes));
      }
      default -> throw new IllegalArgumentException("not a file state: " + words[0]);
    };
  }
}
