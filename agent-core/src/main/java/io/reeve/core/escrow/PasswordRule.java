package io.reeve.core.escrow;

import io.reeve.core.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// What a password that is made here looks like: the LAPS CSP's length and complexity.
///
/// @param length in characters, 8 to 64
/// @param complexity 1 capitals, 2 and small letters, 3 and digits, 4 and signs, 5 as 4 without
///   characters that look like others
record PasswordRule(int length, int complexity) {
  static final int SHORTEST = 8;
  static final int LONGEST = 64;
  static final int MOST_COMPLEX = 5;

  private static final List<String> KINDS =
      List.of(
          "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", "0123456789", "!#%+,-.:=?@_");

  private static final String ALIKE = "BDGIOQSUVWZlovwz0125689";

  PasswordRule {
    if (length < SHORTEST || length > LONGEST || complexity < 1 || complexity > MOST_COMPLEX) {
      throw new IllegalArgumentException("no rule for passwords: " + length + ", " + complexity);
    }
  }

  /// A new one with a character of each kind at least.
  ///
  /// @param random one that nobody can foretell
  Secret make(RandomGenerator random) {
    var kinds = kinds();
    var all = String.join("", kinds);
    var characters = new byte[length];
    for (int i = 0; i < length; i++) {
      characters[i] = one(i < kinds.size() ? kinds.get(i) : all, random);
    }
    for (int i = length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      var kept = characters[i];
      characters[i] = characters[other];
      characters[other] = kept;
    }
    return Secret.of(characters);
  }

  private static byte one(String kind, RandomGenerator random) {
    return kind.getBytes(StandardCharsets.US_ASCII)[random.nextInt(kind.length())];
  }

  private List<String> kinds() {
    var kinds = new ArrayList<>(KINDS.subList(0, Math.min(complexity, KINDS.size())));
    if (complexity > KINDS.size()) {
      kinds.replaceAll(kind -> kind.replaceAll("[" + ALIKE + "]", ""));
    }
    return kinds;
  }
}
