package io.reeve.core.spi;

import java.util.Arrays;

/// Bytes that nobody may read but who needs them: in no text, and gone from memory when closed.
public final class Secret implements AutoCloseable {
  private final byte[] bytes;
  private boolean closed;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Takes the bytes over: they are the secret's alone from now on.
  public static Secret of(byte[] bytes) {
    return new Secret(bytes);
  }

  /// A copy; whoever takes it fills it with zeros when done.
  public synchronized byte[] copy() {
    if (closed) {
      throw new IllegalStateException("the secret is gone");
    }
    return bytes.clone();
  }

  @Override
  public synchronized void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
