package io.reeve.core.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How administrators prove that they are, where the system does not tell who is at the other end
/// of a socket (Windows): they show a secret that is new at each start of the daemon and lies in a
/// file of the state folder. Only the system and its administrators can read files there; on
/// Windows an administrator has to be elevated.
final class Proof {
  private static final int BYTES = 32;
  private final byte[] secret;

  private Proof(String secret) {
    this.secret = secret.getBytes(StandardCharsets.US_ASCII);
  }

  private static Path file(Path state) {
    return state.resolve("administrator");
  }

  /// Makes a new secret in the place of the last one.
  ///
  /// @param state a folder that only administrators can use
  static Proof make(Path state) throws IOException {
    var bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    var secret = HexFormat.of().formatHex(bytes);
    Files.deleteIfExists(file(state));
    Files.createFile(file(state), StateLock.modes(state, StateLock.FILE));
    Files.writeString(file(state), secret, StandardCharsets.US_ASCII);
    return new Proof(secret);
  }

  /// Whether that is the secret; how long it takes to find out tells nothing of it.
  boolean isShown(@Nullable Object given) {
    return given instanceof String text
        && MessageDigest.isEqual(secret, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Whether the secret is somewhere in that. Only who has it can put it there.
  boolean isIn(String text) {
    return text.contains(new String(secret, StandardCharsets.US_ASCII));
  }

  /// What whoever runs this can show; nothing for those who may not read it, and where the system
  /// tells by itself.
  static Optional<String> shownBy(Path state) {
    try {
      return Files.isReadable(file(state))
          ? Optional.of(Files.readString(file(state), StandardCharsets.US_ASCII))
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
