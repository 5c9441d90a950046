package io.reeve.platform.macos;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Square pictures as PNG: eight bits for each of red, green, blue and opacity. Java's own writer
/// brings a whole desktop with it.
final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private Png() {}

  /// @param argb row by row from the top, each pixel `0xAARRGGBB`, not premultiplied
  static byte[] of(int[] argb, int size) {
    var header = ByteBuffer.allocate(13).putInt(size).putInt(size);
    header.put((byte) 8).put((byte) 6).put((byte) 0).put((byte) 0).put((byte) 0);
    var rows = ByteBuffer.allocate(size * (1 + 4 * size));
    for (int row = 0; row < size; row++) {
      rows.put((byte) 0);
      for (int column = 0; column < size; column++) {
        int pixel = argb[row * size + column];
        rows.putInt(pixel << 8 | pixel >>> 24);
      }
    }
    var png = new ByteArrayOutputStream();
    png.writeBytes(SIGNATURE);
    png.writeBytes(chunk("IHDR", header.array()));
    png.writeBytes(chunk("IDAT", deflated(rows.array())));
    png.writeBytes(chunk("IEND", new byte[0]));
    return png.toByteArray();
  }

  private static byte[] deflated(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    var deflater = new Deflater();
    try {
      deflater.setInput(bytes);
      deflater.finish();
      var buffer = new byte[8192];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
    } finally {
      deflater.end();
    }
    return out.toByteArray();
  }

  private static byte[] chunk(String type, byte[] data) {
    var name = type.getBytes(StandardCharsets.US_ASCII);
    var sum = new CRC32();
    sum.update(name);
    sum.update(data);
    return ByteBuffer.allocate(12 + data.length)
        .putInt(data.length)
        .put(name)
        .put(data)
        .putInt((int) sum.getValue())
        .array();
  }
}
