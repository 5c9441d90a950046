package io.reeve.core.local;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// A socket as lines of UTF-8, each bounded in length and in time.
final class Lines implements Closeable {
  private static final int PIECE = 8 * 1024;

  private final SocketChannel channel;
  private int longest;
  private final ByteBuffer buffer = ByteBuffer.allocate(PIECE).limit(0);

  /// @param longest the most bytes a line may have that is read
  Lines(SocketChannel channel, int longest) {
    this.channel = channel;
    this.longest = longest;
  }

  /// From now on. For the one thread that reads.
  ///
  /// @param most the most bytes a line may have that is read
  void limit(int most) {
    longest = most;
  }

  /// A line was longer than allowed.
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /// The next line; empty at the end of the stream.
  ///
  /// @throws IOException when it is too long, cut off, or the channel was closed under it
  Optional<String> read() throws IOException {
    var line = new ByteArrayOutputStream();
    while (true) {
      if (!buffer.hasRemaining() && !fill()) {
        if (line.size() > 0) {
          throw new IOException("the connection ended within a line");
        }
        return Optional.empty();
      }
      while (buffer.hasRemaining()) {
        var next = buffer.get();
        if (next == '\n') {
          return Optional.of(line.toString(StandardCharsets.UTF_8));
        }
        if (line.size() == longest) {
          throw new TooLongException();
        }
        line.write(next);
      }
    }
  }

  /// As [#read()], within a time: the channel is closed when it is over.
  Optional<String> read(Duration limit) throws IOException {
    var watch = closingAfter(limit);
    try {
      return read();
    } finally {
      watch.interrupt();
    }
  }

  /// Reads to the end of the line and keeps nothing of it, within a time: the channel is closed
  /// when it is over.
  void skip(Duration limit) throws IOException {
    var watch = closingAfter(limit);
    try {
      while (buffer.hasRemaining() || fill()) {
        if (buffer.hasRemaining() && buffer.get() == '\n') {
          return;
        }
      }
    } finally {
      watch.interrupt();
    }
  }

  /// Writes a line, within a time: the channel is closed when it is over.
  void write(String line, Duration limit) throws IOException {
    var bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    var watch = closingAfter(limit);
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } finally {
      watch.interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private boolean fill() throws IOException {
    buffer.clear();
    var count = channel.read(buffer);
    buffer.flip();
    return count >= 0;
  }

  private Thread closingAfter(Duration limit) {
    return Thread.ofVirtual().start(() -> closeAfter(limit));
  }

  private void closeAfter(Duration limit) {
    try {
      Thread.sleep(limit);
      channel.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException _) {
      // It is closed either way, and whoever waits on it finds out.
    }
  }
}
