package io.reeve.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A conversation in JSON, a line each way, over a socket of QEMU's: with QEMU itself (QMP), or
/// with the agent of QEMU's inside a machine.
final class QemuTalk implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

  private final SocketChannel channel;
  private final long end;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final ByteBuffer buffer = ByteBuffer.allocate(65536).flip();

  private QemuTalk(SocketChannel channel, Duration patience) {
    this.channel = channel;
    this.end = System.nanoTime() + patience.toNanos();
  }

  /// Begins a conversation, which as a whole may take so long.
  static QemuTalk over(Path socket, Duration patience) throws IOException {
    var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.configureBlocking(false);
      return new QemuTalk(channel, patience);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  static ObjectNode nothing() {
    return JSON.createObjectNode();
  }

  /// Passes over what is left of conversations with the machine's agent that were cut off.
  void synchronise() throws IOException {
    long id = System.nanoTime();
    send("guest-sync", nothing().put("id", id));
    while (hear().path("return").asLong() != id) {
      // an answer that nobody waited for
    }
  }

  /// Asks for something and gives what is returned; what is told meanwhile is passed over.
  ///
  /// @throws IOException with what the other side says is wrong
  JsonNode ask(String command, ObjectNode arguments) throws IOException {
    send(command, arguments);
    while (true) {
      var answer = hear();
      if (answer.has("error")) {
        throw new IOException(command + ": " + answer.path("error").path("desc").asText());
      }
      if (answer.has("return")) {
        return answer.path("return");
      }
    }
  }

  private void send(String command, ObjectNode arguments) throws IOException {
    var request = JSON.createObjectNode().put("execute", command);
    request.set("arguments", arguments);
    var bytes = ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0) {
        pause();
      }
    }
  }

  /// The next line of the other side.
  JsonNode hear() throws IOException {
    while (true) {
      while (buffer.hasRemaining()) {
        byte next = buffer.get();
        if (next == '\n') {
          var text = line.toString(StandardCharsets.UTF_8);
          line.reset();
          return JSON.readTree(text);
        }
        line.write(next);
      }
      int count = channel.read(buffer.clear());
      buffer.flip();
      if (count < 0) {
        throw new IOException("it ended the connection");
      }
      if (count == 0) {
        pause();
      }
    }
  }

  private void pause() throws IOException {
    if (System.nanoTime() - end > 0) {
      throw new IOException("no answer in time");
    }
    LockSupport.parkNanos(PAUSE);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
