package io.reeve.installer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// Checksums of files, as `sha256sum --check` reads them.
final class Sums {
  private Sums() {}

  /// @return the file that was written
  static Path write(List<Path> files, Path to) throws IOException {
    var lines = new StringBuilder();
    for (var file : files) {
      lines.append(of(file)).append("  ").append(file.getFileName()).append('\n');
    }
    return Files.writeString(to, lines);
  }

  static String of(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var digest = MessageDigest.getInstance("SHA-256");
      var buffer = new byte[64 * 1024];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
