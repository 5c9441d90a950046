package io.reeve.platform.windows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/// Identifiers as Windows keeps them in memory.
final class Guid {
  private Guid() {}

  static byte[] of(String text) {
    var id = UUID.fromString(text);
    long high = id.getMostSignificantBits();
    return ByteBuffer.allocate(16)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt((int) (high >>> 32))
        .putShort((short) (high >>> 16))
        .putShort((short) high)
        .order(ByteOrder.BIG_ENDIAN)
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
