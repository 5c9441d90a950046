package io.reeve.core.reconcile;

import io.reeve.core.files.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;

/// A throw-away root with copies of a few of the machine's files. Links are copied as what they
/// lead to, so that nothing in it leads out of it.
final class Scene implements AutoCloseable {
  static final String PREFIX = "preview-";
  private static final int MOST_FILES = 200;
  private static final long LONGEST_FILE = 1024 * 1024;

  private final Path root;
  private final Path machine;
  private int files;

  private Scene(Path root, Path machine) {
    this.root = root;
    this.machine = machine;
  }

  /// An empty one.
  static Scene in(Stage stage) throws IOException {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    return new Scene(
        Files.createTempDirectory(stage.folder(), PREFIX, mode).toRealPath(),
        stage.root().toAbsolutePath().normalize());
  }

  /// Removes what a crash left.
  static void sweep(Path folder) throws IOException {
    try (var left = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (var each : left) {
        Trees.delete(each);
      }
    }
  }

  Path root() {
    return root;
  }

  /// Takes a copy of a file; of a folder, copies of those of its files that everybody may read, so
  /// that no key that lies there is copied.
  ///
  /// @throws IOException when it cannot be copied, or is too much; the message says which
  void take(Path file) throws IOException {
    if (!file.startsWith(machine)) {
      return;
    }
    if (!Files.isDirectory(file)) {
      copy(file);
      return;
    }
    Files.createDirectories(place(file));
    try (var entries = Files.newDirectoryStream(file)) {
      for (var entry : entries) {
        if (Files.isRegularFile(entry) && isOpen(entry)) {
          copy(entry);
        }
      }
    }
  }

  private void copy(Path file) throws IOException {
    var copy = place(file);
    if (!Files.isRegularFile(file) || Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
      if (Files.notExists(file)) {
        return;
      }
      if (!Files.isRegularFile(file)) {
        throw new IOException(file + " is no file");
      }
      return;
    }
    if (++files > MOST_FILES || Files.size(file) > LONGEST_FILE) {
      throw new IOException("there are too many files, or " + file + " is too long");
    }
    Files.createDirectories(copy.getParent());
    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
  }

  /// Where a file of the machine is in here.
  private Path place(Path file) {
    return root.resolve(machine.relativize(file).toString());
  }

  /// Where a file of this root is on the machine.
  Path original(Path file) {
    return machine.resolve(root.relativize(file).toString());
  }

  /// Whether everybody may read what is on the machine there, or could if it were there.
  ///
  /// @param file in here
  boolean isOpenOnTheMachine(Path file) throws IOException {
    var original = original(file);
    for (var above = original.getParent();
        above != null && !above.equals(machine) && above.startsWith(machine);
        above = above.getParent()) {
      if (Files.exists(above)
          && !Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return Files.notExists(original) || isOpen(original);
  }

  private static boolean isOpen(Path file) throws IOException {
    return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
  }

  /// @param bytes its content, a character for each byte
  /// @param attributes mode and owner
  /// @param open whether everybody may read it
  record Prop(String bytes, String attributes, boolean open) {}

  /// Every file, by its path in here.
  Map<Path, Prop> props() throws IOException {
    var props = new TreeMap<Path, Prop>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes found)
              throws IOException {
            if (found.isRegularFile()) {
              var attributes = Files.readAttributes(file, PosixFileAttributes.class);
              props.put(
                  file,
                  new Prop(
                      Files.readString(file, StandardCharsets.ISO_8859_1),
                      "%s %s:%s"
                          .formatted(
                              PosixFilePermissions.toString(attributes.permissions()),
                              attributes.owner().getName(),
                              attributes.group().getName()),
                      attributes.permissions().contains(PosixFilePermission.OTHERS_READ)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return props;
  }

  @Override
  public void close() throws IOException {
    Trees.delete(root);
  }
}
