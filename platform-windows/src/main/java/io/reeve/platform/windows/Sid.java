package io.reeve.platform.windows;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.regex.Pattern;

/// Security identifiers, by which Windows knows accounts whatever their names in its language: as
/// text, and as they are in memory.
final class Sid {
  static final String ADMINISTRATORS = "S-1-5-32-544";
  private static final Pattern TEXT = Pattern.compile("S-1-\\d{1,14}(-\\d{1,10}){1,15}");
  private static final int HEAD = 8;

  private Sid() {}

  static boolean is(String text) {
    return TEXT.matcher(text).matches();
  }

  static byte[] bytes(String text) {
    var parts = text.split("-");
    int count = parts.length - 3;
    var sid =
        ByteBuffer.allocate(HEAD + 4 * count)
            .putLong(Long.parseLong(parts[2]))
            .put(0, (byte) 1)
            .put(1, (byte) count)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      sid.putInt((int) Long.parseLong(parts[3 + i]));
    }
    return sid.array();
  }

  static String text(byte[] sid) {
    var buffer = ByteBuffer.wrap(sid);
    var text = new StringBuilder("S-1-").append(buffer.getLong(0) & 0xFFFFFFFFFFFFL);
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < (sid[1] & 0xFF); i++) {
      text.append('-').append(Integer.toUnsignedLong(buffer.getInt(HEAD + 4 * i)));
    }
    return text.toString();
  }

  /// The one that Windows keeps there.
  static String at(Pointer there) {
    return text(there.getByteArray(0, HEAD + 4 * (there.getByte(1) & 0xFF)));
  }
}
