package io.reeve.enroll;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/// Texts by name as bytes: a line with the version, then one line each of `name base64`.
final class Texts {
  private static final String VERSION = "1";

  private Texts() {}

  static byte[] format(Map<String, String> texts) {
    var lines = new StringBuilder(VERSION).append('\n');
    new TreeMap<>(texts)
        .forEach((name, text) ->
            lines.append(base64(name)).append(' ').append(base64(text)).append('\n'));
    return lines.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /// @throws IllegalArgumentException when it is not what [#format] makes
  static Map<String, String> parse(byte[] bytes) {
    var lines = new String(bytes, StandardCharsets.US_ASCII).lines().toList();
    if (lines.isEmpty() || !lines.getFirst().equals(VERSION)) {
      throw new IllegalArgumentException("its texts have an unknown form");
    }
    var texts = new TreeMap<String, String>();
    for (var line : lines.subList(1, lines.size())) {
      int space = line.indexOf(' ');
      if (space < 0) {
        throw new IllegalArgumentException("its texts have a broken line");
      }
      texts.put(text(line.substring(0, space)), text(line.substring(space + 1)));
    }
    return texts;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
