package io.reeve.core.files;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The text form of snapshot details: optional texts as words, one space apart.
public final class Details {
  private Details() {}

  public static String of(List<Optional<String>> texts) {
    return String.join(
        " ", texts.stream().map(text -> text.map(Details::encode).orElse("-")).toList());
  }

  /// @throws IllegalArgumentException when it is not that many words
  public static List<Optional<String>> parse(String detail, int count) {
    var texts = new ArrayList<Optional<String>>();
    for (var word : detail.split(" ")) {
      texts.add(word.equals("-") ? Optional.empty() : Optional.of(decode(word)));
    }
    if (texts.size() != count) {
      throw new IllegalArgumentException("a snapshot of another kind: " + detail);
    }
    return texts;
  }

  public static String encode(String text) {
    return "=" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  public static String decode(String word) {
    return new String(Base64.getDecoder().decode(word.substring(1)), StandardCharsets.UTF_8);
  }
}
