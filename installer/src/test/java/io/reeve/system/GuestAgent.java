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
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Speaks to QEMU's guest agent in a virtual machine, over the machine's serial port: programs run
/// there by argument list, and no network is needed.
final class GuestAgent {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

  private final Path socket;

  GuestAgent(Path socket) {
    this.socket = socket;
  }

  /// Whether it answers.
  boolean isUp(Duration patience) {
    try {
      return ask("guest-ping", JSON.createObjectNode(), patience).has("return");
    } catch (IOException e) {
      return false;
    }
  }

  /// Runs a program there to its end.
  Programs.Ended run(List<String> arguments, String input, Duration patience) {
    try {
      long end = System.nanoTime() + patience.toNanos();
      var start = JSON.createObjectNode().put("path", arguments.getFirst());
      var rest = start.putArray("arg");
      arguments.stream().skip(1).forEach(rest::add);
      start.put("input-data", encoded(input)).put("capture-output", true);
      var process = ask("guest-exec", start, patience).path("return").path("pid").asLong();
      while (System.nanoTime() - end < 0) {
        var status = JSON.createObjectNode().put("pid", process);
        var found = ask("guest-exec-status", status, patience).path("return");
        if (found.path("exited").asBoolean()) {
          return new Programs.Ended(
              arguments,
              found.path("exitcode").asInt(-1),
              decoded(found.path("out-data")),
              decoded(found.path("err-data")));
        }
        LockSupport.parkNanos(PAUSE);
      }
      throw new AssertionError(
          String.join(" ", arguments) + ": not ended within " + patience.toSeconds() + " s");
    } catch (IOException e) {
      throw new AssertionError(String.join(" ", arguments) + ": " + e.getMessage(), e);
    }
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(JsonNode data) {
    return new String(Base64.getDecoder().decode(data.asText("")), StandardCharsets.UTF_8);
  }

  private JsonNode ask(String command, ObjectNode arguments, Duration patience) throws IOException {
    var request = JSON.createObjectNode().put("execute", command);
    request.set("arguments", arguments);
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.configureBlocking(false);
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
      var answer = JSON.readTree(line(channel, patience));
      if (answer.has("error")) {
        throw new IOException(command + ": " + answer.path("error").path("desc").asText());
      }
      return answer;
    }
  }

  private static String line(SocketChannel channel, Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    var line = new ByteArrayOutputStream();
    var buffer = ByteBuffer.allocate(8192);
    while (System.nanoTime() - end < 0) {
      int count = channel.read(buffer.clear());
      if (count < 0) {
        throw new IOException("it ended the connection");
      }
      line.write(buffer.array(), 0, count);
      if (count > 0 && buffer.get(count - 1) == '\n') {
        return line.toString(StandardCharsets.UTF_8);
      }
      LockSupport.parkNanos(PAUSE);
    }
    throw new IOException("no answer within " + patience.toSeconds() + " s");
  }
}
