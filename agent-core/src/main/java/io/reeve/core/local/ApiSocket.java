package io.reeve.core.local;

import io.reeve.core.local.AgentException.Kind;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Where the socket of a state folder is.
final class ApiSocket {
  /// What every system takes: macOS has 104 bytes with the final zero, Linux 108.
  private static final int LONGEST = 103;

  private ApiSocket() {}

  static Path file(Path state) {
    return state.resolve("agent.sock");
  }

  static boolean fits(Path state) {
    return file(state).toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST;
  }

  /// @throws AgentException when the path is too long for a socket
  static UnixDomainSocketAddress address(Path state) {
    if (!fits(state)) {
      throw new AgentException(
          Kind.FAILED,
          "the state folder's path is too long for a socket in it: " + state,
          "choose a folder whose path has at most 90 bytes");
    }
    return UnixDomainSocketAddress.of(file(state));
  }
}
