package io.reeve.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
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
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

  private final Path socket;

  GuestAgent(Path socket) {
    this.socket = socket;
  }

  /// Whether it answers.
  boolean isUp(Duration patience) {
    try (var talk = QemuTalk.over(socket, patience)) {
      talk.synchronise();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// Runs a program there to its end.
  Programs.Ended run(List<String> arguments, String input, Duration patience) {
    try (var talk = QemuTalk.over(socket, patience)) {
      talk.synchronise();
      var start = QemuTalk.nothing().put("path", arguments.getFirst());
      var rest = start.putArray("arg");
      arguments.stream().skip(1).forEach(rest::add);
      start.put("input-data", encoded(input)).put("capture-output", true);
      var process = talk.ask("guest-exec", start).path("pid").asLong();
      long end = System.nanoTime() + patience.toNanos();
      while (System.nanoTime() - end < 0) {
        var found = talk.ask("guest-exec-status", QemuTalk.nothing().put("pid", process));
        if (found.path("exited").asBoolean()) {
          return new Programs.Ended(
              arguments,
              found.path("exitcode").asInt(-1),
              decoded(found.path("out-data")),
              decoded(found.path("err-data")));
        }
        LockSupport.parkNanos(PAUSE);
      }
      throw new IOException("not ended within " + patience.toSeconds() + " s");
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
}
