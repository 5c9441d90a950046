package io.reeve.core.cli;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.Reasons;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Set;

/// A key of a person whose word counts beside the service's.
///
/// @param file where the private half is, PKCS#8 in PEM, for its owner alone
/// @param publicKey the other half, in base64
record NewKey(String file, String publicKey) {
  /// Makes a pair; a key is never overwritten.
  ///
  /// @param file for the private half
  static NewKey in(Path file) {
    try {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      var body =
          Base64.getMimeEncoder(64, new byte[] {'\n'})
              .encodeToString(pair.getPrivate().getEncoded());
      write(file, "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
      var open = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
      return new NewKey(file.toString(), open);
    } catch (FileAlreadyExistsException _) {
      throw new AgentException(
          Kind.USAGE, file + " is there already", "name another file; a key is never overwritten");
    } catch (IOException e) {
      throw new AgentException(
          Kind.FAILED, "cannot write " + file + ": " + Reasons.of(e), "check the folder");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  /// Made for its owner alone before anything is in it.
  private static void write(Path file, String text) throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    boolean posix =
        file.toAbsolutePath().getFileSystem().supportedFileAttributeViews().contains("posix");
    try (var channel =
        posix
            ? Files.newByteChannel(
                file,
                options,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
            : Files.newByteChannel(file, options)) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }
  }
}
