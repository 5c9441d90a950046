package io.reeve.platform.windows;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Texts as Windows takes and gives them: UTF-16, little endian, ended by a zero. We convert them
/// ourselves, because what JNA does by itself follows the hosting system.
final class Wide {
  private static final int MOST = 1 << 20;

  private Wide() {}

  /// The text with its end.
  static byte[] of(String text) {
    return (text + "\0").getBytes(StandardCharsets.UTF_16LE);
  }

  /// The texts with their ends, and one more end (`REG_MULTI_SZ`).
  static byte[] of(List<String> texts) {
    var all = new StringBuilder();
    texts.forEach(text -> all.append(text).append('\0'));
    return all.append('\0').toString().getBytes(StandardCharsets.UTF_16LE);
  }

  /// A buffer for a text of so many characters, and its end.
  static byte[] buffer(int characters) {
    return new byte[2 * (characters + 1)];
  }

  /// The text up to its end, or all of it without one.
  static String text(byte[] wide) {
    var text = new String(wide, 0, wide.length & ~1, StandardCharsets.UTF_16LE);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  /// The texts of a list that an empty one ends.
  static List<String> texts(byte[] wide) {
    var all = new String(wide, 0, wide.length & ~1, StandardCharsets.UTF_16LE);
    var texts = new ArrayList<String>();
    for (var text : Arrays.asList(all.split("\0", -1))) {
      if (text.isEmpty()) {
        break;
      }
      texts.add(text);
    }
    return List.copyOf(texts);
  }

  /// The text that Windows keeps there, 1 MiB of it at most.
  static String at(Pointer start) {
    int length = 0;
    while (length < MOST && start.getShort(length) != 0) {
      length += 2;
    }
    return new String(start.getByteArray(0, length), StandardCharsets.UTF_16LE);
  }
}
