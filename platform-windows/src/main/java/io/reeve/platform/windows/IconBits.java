package io.reeve.platform.windows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A picture as Windows keeps that of an icon: a header of twice the height, colours from the
/// bottom row up, and a mask of one bit each, which the colours' own transparency makes idle.
final class IconBits {
  private static final int HEADER = 40;

  private IconBits() {}

  /// @param argb row by row from the top, each pixel `0xAARRGGBB`
  static byte[] of(int[] argb, int size) {
    int maskRow = (size + 31) / 32 * 4;
    var bits =
        ByteBuffer.allocate(HEADER + 4 * size * size + maskRow * size)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(HEADER)
            .putInt(size)
            .putInt(2 * size)
            .putShort((short) 1)
            .putShort((short) 32)
            .position(HEADER);
    for (int row = size - 1; row >= 0; row--) {
      for (int column = 0; column < size; column++) {
        bits.putInt(argb[row * size + column]);
      }
    }
    return bits.array();
  }
}
