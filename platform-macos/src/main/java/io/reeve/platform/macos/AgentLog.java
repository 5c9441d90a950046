package io.reeve.platform.macos;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// What launchd has written down of the agent's service: why it could not start or was cut off, and
/// how it stands. The log itself is the agent's own.
record AgentLog(Tools tools) {
  private static final String FILE = LaunchdRegistrar.LOGS + "/agent.err";
  private static final int MOST_BYTES = 1 << 20;

  /// The texts by file name; none below a scratch root.
  Map<String, String> texts() {
    var texts = new LinkedHashMap<String, String>();
    if (tools.live()) {
      texts.put("agent.err", end());
      texts.put("launchd.txt", state());
    }
    return texts;
  }

  private String end() {
    try (var channel =
        FileChannel.open(
            tools.host().path(FILE), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      var bytes = ByteBuffer.allocate((int) Math.min(MOST_BYTES, channel.size()));
      channel.position(channel.size() - bytes.capacity());
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // until it is full, or the log was begun anew
      }
      return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    } catch (IOException e) {
      return notKnown(e);
    }
  }

  private String state() {
    try {
      var ran = tools.run("/bin/launchctl", "print", "system/" + LaunchdRegistrar.LABEL);
      return ran.out() + (ran.err().isBlank() ? "" : "(" + ran.err().strip() + ")\n");
    } catch (IOException e) {
      return notKnown(e);
    }
  }

  private static String notKnown(IOException e) {
    return "(not known: " + e.getMessage() + ")\n";
  }
}
