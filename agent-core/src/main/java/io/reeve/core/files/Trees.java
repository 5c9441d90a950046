package io.reeve.core.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Folders with all that is in them.
public final class Trees {
  private static final Logger LOG = LoggerFactory.getLogger(Trees.class);
  private static final int DEEPEST = 200;

  private final List<IOException> failures = new ArrayList<>();

  private Trees() {}

  /// Deletes it, and nothing outside of it: a link, and whatever else leads elsewhere (a junction
  /// of Windows), is deleted itself and never followed. What can be deleted is, even when something
  /// beside it cannot. Nothing there is no error.
  ///
  /// On Linux and macOS folders are opened one inside the other and never by their path, so that
  /// whoever owns one cannot put a link in the way meanwhile (openat(2)). Java has no such thing on
  /// Windows: there nobody but us may be able to write in the folder.
  ///
  /// @throws IOException the first of what could not be deleted; or it is over 200 folders deep, or
  ///   somebody fills it meanwhile
  public static void delete(Path folder) throws IOException {
    var path = folder.toAbsolutePath().normalize();
    var parent = path.getParent();
    var name = path.getFileName();
    if (parent == null || name == null) {
      throw new IllegalArgumentException("the root of a file system is not deleted: " + folder);
    }
    var trees = new Trees();
    try (var stream = Files.newDirectoryStream(parent)) {
      if (stream instanceof SecureDirectoryStream<Path> secure) {
        trees.one(new Opened(secure, name), 0);
      } else {
        trees.one(new Named(path), 0);
      }
    } catch (NoSuchFileException _) {
      return;
    }
    trees.tell();
  }

  /// As [#delete], for a folder that is of no use any more, after work whose result is not to be
  /// lost for it: what cannot be deleted is told in the log.
  public static void discard(Path folder) {
    try {
      delete(folder);
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted and stays: {}", folder, e.toString());
    }
  }

  /// Whether there are entries in it that are its own. Java calls a junction of Windows a folder,
  /// and "other".
  static boolean isFolder(BasicFileAttributes attributes) {
    return attributes.isDirectory() && !attributes.isSymbolicLink() && !attributes.isOther();
  }

  private void one(Entry entry, int depth) {
    try {
      if (!isFolder(entry.attributes())) {
        entry.deleteLeaf();
        return;
      }
      if (depth == DEEPEST) {
        throw new IOException(entry + " is over " + DEEPEST + " folders deep");
      }
      entry.forEach(inner -> one(inner, depth + 1));
      entry.deleteFolder();
    } catch (NoSuchFileException _) {
      // somebody else has deleted it
    } catch (DirectoryIteratorException e) {
      failures.add(e.getCause());
    } catch (IOException e) {
      failures.add(e);
    }
  }

  private void tell() throws IOException {
    if (failures.isEmpty()) {
      return;
    }
    var first = failures.removeFirst();
    failures.stream().limit(10).forEach(first::addSuppressed);
    throw first;
  }

  private interface Each {
    void take(Entry entry);
  }

  private sealed interface Entry {
    BasicFileAttributes attributes() throws IOException;

    void forEach(Each each) throws IOException;

    void deleteLeaf() throws IOException;

    void deleteFolder() throws IOException;
  }

  /// A name in a folder that is held open.
  private record Opened(SecureDirectoryStream<Path> in, Path name) implements Entry {
    @Override
    public BasicFileAttributes attributes() throws IOException {
      return in.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .readAttributes();
    }

    @Override
    public void forEach(Each each) throws IOException {
      try (var folder = in.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
        for (var entry : folder) {
          each.take(new Opened(folder, Path.of(String.valueOf(entry.getFileName()))));
        }
      }
    }

    @Override
    public void deleteLeaf() throws IOException {
      in.deleteFile(name);
    }

    @Override
    public void deleteFolder() throws IOException {
      in.deleteDirectory(name);
    }

    @Override
    public String toString() {
      return name.toString();
    }
  }

  /// A path.
  private record Named(Path path) implements Entry {
    @Override
    public BasicFileAttributes attributes() throws IOException {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void forEach(Each each) throws IOException {
      try (var folder = Files.newDirectoryStream(path)) {
        for (var entry : folder) {
          each.take(new Named(entry));
        }
      }
    }

    @Override
    public void deleteLeaf() throws IOException {
      Files.delete(path);
    }

    @Override
    public void deleteFolder() throws IOException {
      Files.delete(path);
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }
}
