package io.reeve.core.local;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/// Who is at the other end of a socket, by the word of the kernel.
///
/// @param name the user's name, for messages
/// @param administrator whether that user may do everything: root, and the user the daemon runs as
record Peer(String name, boolean administrator) {
  /// Whoever the system does not name and who has shown nothing.
  static final Peer UNNAMED = new Peer("a user this system does not name", false);

  /// @param own the user this process runs as
  static Peer of(SocketChannel channel, UserPrincipal own) throws IOException {
    var user = user(channel);
    return user.map(known -> new Peer(known.getName(), known.equals(own) || isRoot(known)))
        .orElse(UNNAMED);
  }

  /// Whether this system tells who is at the other end of a socket.
  static boolean areNamed() {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED);
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  /// The user at the other end; empty where the system does not tell.
  static Optional<UserPrincipal> user(SocketChannel channel) throws IOException {
    return channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)
        ? Optional.of(channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user())
        : Optional.empty();
  }

  /// The user this process runs as; empty for one that the system has no name for.
  static Optional<UserPrincipal> self() throws IOException {
    try {
      return Optional.of(
          FileSystems.getDefault()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName(System.getProperty("user.name")));
    } catch (UserPrincipalNotFoundException | UnsupportedOperationException _) {
      return Optional.empty();
    }
  }

  /// By number, for root may bear another name.
  static boolean isRoot(UserPrincipal user) {
    try {
      var root =
          FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("0");
      return user.equals(root);
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }
}
