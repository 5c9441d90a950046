package io.reeve.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Guesses what a misspelt word was meant to be.
public final class Spelling {
  private Spelling() {}

  /// The end of a sentence about an unknown word: `, did you mean 'x'?`, or what there is when
  /// nothing is near.
  public static String suggestion(String word, Collection<String> known) {
    return nearest(word, known)
        .map(Spelling::question)
        .orElse("; known: " + String.join(", ", known));
  }

  /// The end of a sentence about an unknown word of very many: `, did you mean 'x'?`, or nothing.
  public static String guess(String word, Collection<String> known) {
    return nearest(word, known).map(Spelling::question).orElse("");
  }

  private static String question(String candidate) {
    return ", did you mean '" + candidate + "'?";
  }

  /// The known word nearest to this one, letter case aside; empty when none is near.
  public static Optional<String> nearest(String word, Collection<String> known) {
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= Math.max(2, candidate.length() / 3))
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /// How many letters to change, add or take away, letter case aside. Long words are unlike.
  private static int distance(String one, String other) {
    var a = one.toLowerCase(Locale.ROOT);
    var b = other.toLowerCase(Locale.ROOT);
    if (a.length() > 64) {
      return a.length();
    }
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
