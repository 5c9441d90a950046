package io.reeve.core.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The local API as somebody else on the machine sees it, through a real process of another user.
@Timeout(60)
final class OtherUserTest {
  private static final String CLIENT =
      """
      import socket, sys
      s = socket.socket(socket.AF_UNIX)
      s.connect(sys.argv[1])
      s.sendall((sys.argv[2] + "\\n").encode())
      print(s.makefile().readline())
      """;

  @TempDir private Path state;

  @Test
  void mayLookButNotChange() throws Exception {
    assumeTrue(
        Files.getOwner(state).getName().equals("root"), "only root can become somebody else");
    assumeTrue(Files.exists(Path.of("/usr/bin/setpriv")), "needs setpriv (package util-linux)");
    assumeTrue(Files.exists(Path.of("/usr/bin/python3")), "needs python3 (package python3)");
    var agent = new SampleAgent();
    try (var lock = StateLock.take(state);
        var _ = LocalServer.start(lock, agent)) {
      assertThat(askAsNobody("status", "{}")).contains("\"result\"");
      assertThat(askAsNobody("unenroll", "{}")).contains("for administrators");
      assertThat(askAsNobody("query", "{\"sql\":\"select 1\"}")).contains("for administrators");
      assertThat(askAsNobody("inventory", "{\"tables\":[\"users\"]}"))
          .contains("for administrators");
    }
    assertThat(agent.calls()).containsExactly("status");
  }

  @Test
  void mayNotHaveTheDaemonKeepMuch() throws Exception {
    assumeTrue(
        Files.getOwner(state).getName().equals("root"), "only root can become somebody else");
    assumeTrue(Files.exists(Path.of("/usr/bin/setpriv")), "needs setpriv (package util-linux)");
    assumeTrue(Files.exists(Path.of("/usr/bin/python3")), "needs python3 (package python3)");
    var agent = new SampleAgent();
    try (var lock = StateLock.take(state);
        var _ = LocalServer.start(lock, agent)) {
      assertThat(askAsNobody("status", "{\"x\":\"" + "x".repeat(20_000) + "\"}"))
          .contains("longer than 16 KiB");
    }
    assertThat(agent.calls()).isEmpty();
  }

  private String askAsNobody(String method, String parameters)
      throws IOException, InterruptedException {
    var request =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
            + method
            + "\",\"params\":"
            + parameters
            + "}";
    var process =
        new ProcessBuilder(
                "/usr/bin/setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "/usr/bin/python3",
                "-c",
                CLIENT,
                ApiSocket.file(state).toString(),
                request)
            .redirectErrorStream(true)
            .start();
    var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return answer;
  }
}
