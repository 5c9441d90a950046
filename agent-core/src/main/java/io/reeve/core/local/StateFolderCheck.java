package io.reeve.core.local;

import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.spi.Rights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/// Holds that a folder somebody else made can be trusted with the agent's state: who can put files
/// there decides what runs as root.
final class StateFolderCheck {
  /// One of these shows that the agent has used the folder before.
  private static final List<String> OWN = List.of("lock", "reeve.db", "keys.p12");

  private StateFolderCheck() {}

  /// @throws AgentException when the folder belongs to somebody else, or others can write to it
  static void of(Path state, Optional<Rights> rights) throws IOException {
    if (rights.isPresent()) {
      check(state, rights.get());
      return;
    }
    if (!StateLock.posix(state)) {
      return;
    }
    var owner = Files.getOwner(state);
    if (Peer.self().filter(self -> !self.equals(owner)).isPresent()) {
      throw refused(
          "the state folder " + state + " belongs to " + owner.getName() + ", not to you",
          "run as " + owner.getName() + ", or name a folder of your own with --state");
    }
    var mode = Files.getPosixFilePermissions(state);
    if (mode.contains(PosixFilePermission.GROUP_WRITE)
        || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw refused(
          "others can write to the state folder %s (mode %s)"
              .formatted(state, PosixFilePermissions.toString(mode)),
          "name a folder of the agent's own with --state; if this is one, look at what is in it, "
              + "then run chmod go-w "
              + state);
    }
    if (!mode.contains(PosixFilePermission.OTHERS_EXECUTE) && isPlainlyOurs(state)) {
      Files.setPosixFilePermissions(state, StateLock.FOLDER);
    }
  }

  private static void check(Path state, Rights rights) throws IOException {
    var others = rights.openTo(state);
    if (others.isPresent()) {
      throw refused(
          "others can write to the state folder " + state + ": " + others.get(),
          "look at what is in it; then remove it, or take their rights away, and start again");
    }
  }

  private static boolean isPlainlyOurs(Path state) throws IOException {
    try (var files = Files.list(state)) {
      var names = files.map(file -> file.getFileName().toString()).toList();
      return names.isEmpty() || names.stream().anyMatch(OWN::contains);
    }
  }

  private static AgentException refused(String message, String hint) {
    return new AgentException(Kind.FAILED, message, hint);
  }
}
