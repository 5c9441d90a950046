package io.reeve.core.inventory;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the name somebody may have meant.
final class Spelling {
  private Spelling() {}

  /// `; did you mean 'x'?` for the nearest of the names, or nothing when none is near.
  static String hint(String written, Collection<String> names) {
    return nearest(written, names).map(name -> "; did you mean '" + name + "'?").orElse("");
  }

  static Optional<String> nearest(String written, Collection<String> names) {
    var word = written.toLowerCase(Locale.ROOT);
    if (word.length() > 64) {
      return Optional.empty();
    }
    int most = Math.max(1, word.length() / 3);
    return names.stream()
        .filter(name -> distance(word, name) <= most)
        .min(Comparator.comparingInt((String name) -> distance(word, name)).thenComparing(n -> n));
  }

  /// How many letters have to be put in, taken out or replaced (Levenshtein).
  static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
