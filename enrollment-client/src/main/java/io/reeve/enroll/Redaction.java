package io.reeve.enroll;

import java.util.Collection;
import java.util.List;

/// Makes what a server says fit to be shown: short, in one line, free of control characters, and
/// without the secrets it was sent, should it echo one.
final class Redaction {
  private static final int MOST = 300;
  private static final int SHORTEST_SECRET = 3;

  private final List<String> secrets;

  Redaction(Collection<String> secrets) {
    this.secrets = secrets.stream().filter(secret -> secret.length() >= SHORTEST_SECRET).toList();
  }

  String clean(String text) {
    var clean = text;
    for (var secret : secrets) {
      clean = clean.replace(secret, "[removed]");
    }
    clean = clean.replaceAll("[\\p{Cc}\\p{Cf}\\s]+", " ").strip();
    return clean.length() > MOST ? clean.substring(0, MOST) + "..." : clean;
  }
}
