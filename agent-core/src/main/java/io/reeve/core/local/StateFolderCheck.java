package io.reeve.core.local;

import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.spi.Rights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// Holds that a folder somebody else made can be trusted with the agent's state: who can put files
/// there decides what runs as root.
final class StateFolderCheck {
  /// One of these shows that the agent has used the folder before.
  private static final List<String> OWN = List.of("lock", "reeve.db", "keys.p12");

  private StateFolderCheck() {}

  /// @throws AgentException when the folder belongs to somebody else, or others can write to it
  static void of(Path state) throws IOException {
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

  /// @throws AgentException when others can use what is in the folder, or it is really another one
  static void of(Path state, Rights.Held held) throws IOException {
    var objection = held.objection();
    if (objection.isPresent()) {
      throw refused(
          "the state folder " + state + " is not safe from others: " + objection.get(),
          "look at what is in it; then remove it, or take their rights away (reading too), and "
              + "start again; name a folder by its real path");
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
