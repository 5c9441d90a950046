package io.reeve.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Where images of machines are kept: `reeve/machines` in the user's cache, each under the hash of
/// the recipe it was built from. A changed recipe is a new image, one process builds one at a time,
/// and a half-built image is never seen. The folder may be deleted at any time.
final class ImageCache {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private ImageCache() {}

  /// How an image is built.
  interface Builder {
    /// @param folder to be made and filled
    void build(Path folder) throws IOException;
  }

  /// The folder of that image, built now if there is none yet.
  ///
  /// @param recipe all that decides what is in it
  static Path get(String name, List<String> recipe, Builder builder) throws IOException {
    var folder = Files.createDirectories(place()).resolve(name + "-" + hash(recipe));
    if (!Files.isDirectory(folder)) {
      try (var channel =
              FileChannel.open(
                  place().resolve(name + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        if (!Files.isDirectory(folder)) {
          build(folder, builder);
        }
      }
    }
    return folder;
  }

  private static Path place() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(text -> text.startsWith("/"))
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("reeve/machines");
  }

  private static String hash(List<String> recipe) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(String.join("\n", recipe).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void build(Path folder, Builder builder) throws IOException {
    var beside = folder.resolveSibling(folder.getFileName() + ".half");
    remove(beside);
    System.err.println("building a disposable machine in " + folder + " (once) ...");
    try {
      builder.build(beside);
      Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      remove(beside);
    }
  }

  /// Removes a tree by the tool that crosses no file system: a mount below it is never emptied.
  static void remove(Path tree) {
    if (Files.exists(tree)) {
      Programs.run(List.of("rm", "-rf", "--one-file-system", tree.toString()), PATIENCE).need();
    }
  }
}
