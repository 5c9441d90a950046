package io.reeve.core.files;

import io.reeve.core.spi.Glance;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// One configuration file below the host's root, and the only code that writes configuration files.
///
/// A write goes to a new file beside the old one, which is made durable and then renamed over it: a
/// crash, a full disk or a read-only file system leaves the old file whole. The new file has the
/// old one's mode, owner and extended attributes (access lists and the SELinux label among them). A
/// parent that is a symbolic link out of the root is refused. A file that is itself a symbolic link
/// is read through and replaced, never written through. Where somebody else may exchange what is in
/// the folder, it is written by a [HeldFolder], and no link is read through.
///
/// @param host whose root the file is below
/// @param name its absolute name as the machine knows it
public record SystemFile(Host host, String name) {
  public static final int MAX_BYTES = 4 << 20;
  public static final int PUBLIC = 0644;

  /// Where it is on disk.
  public Path path() {
    return host.path(name);
  }

  /// The directory it is in.
  private Path folder() {
    return Directories.above(path());
  }

  /// Its content, or empty when there is no such file. Not to be changed: in one look ([Glance])
  /// all who read it have the same.
  ///
  /// @throws IOException when it is no regular file, over 4 MiB, or lies outside the root
  public Optional<byte[]> bytes() throws IOException {
    var drafted = Draft.content(this);
    return drafted.isPresent() ? drafted : Glance.ask(new Bytes(this));
  }

  private record Bytes(SystemFile file) implements Glance.Question<Optional<byte[]>> {
    @Override
    public Optional<byte[]> answer() throws IOException {
      return file.read();
    }
  }

  private Optional<byte[]> read() throws IOException {
    Directories.check(host, folder());
    if (!Files.exists(path(), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    var target = target();
    if (target.isEmpty()) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(target.get())) {
      throw new IOException(name + " is not a regular file");
    }
    if (Files.size(target.get()) > MAX_BYTES) {
      throw new IOException(name + " is over 4 MiB");
    }
    return Optional.of(Files.readAllBytes(target.get()));
  }

  /// The file that is read: itself or, for a link, what it leads to; empty for a dangling link.
  private Optional<Path> target() throws IOException {
    if (!Files.isSymbolicLink(path())) {
      return Optional.of(path());
    }
    if (isShared()) {
      throw new IOException(name + " is a symbolic link in a folder that others can change");
    }
    try {
      var real = path().toRealPath();
      if (!real.startsWith(host.root().toRealPath())) {
        throw new IOException(name + " is a symbolic link that leaves the root: " + real);
      }
      return Optional.of(real);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /// Its content as one char per byte, so that what is not understood survives an edit unchanged.
  public Optional<String> text() throws IOException {
    var drafted = Draft.content(this);
    return drafted.isPresent() ? drafted.map(SystemFile::text) : Glance.ask(new Text(this));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private record Text(SystemFile file) implements Glance.Question<Optional<String>> {
    @Override
    public Optional<String> answer() throws IOException {
      return file.bytes().map(SystemFile::text);
    }
  }

  /// Puts text of [#text()]'s kind there; empty text is an empty file.
  public boolean put(String text) throws IOException {
    return put(text.getBytes(StandardCharsets.ISO_8859_1), PUBLIC);
  }

  /// Makes that its content, in a [Draft] when that is written. Missing directories are made, and
  /// marked as ours.
  ///
  /// @param modeIfNew its mode when there was no file
  /// @return whether anything was written; false when the content was there already
  public boolean put(byte[] content, int modeIfNew) throws IOException {
    boolean link = Files.isSymbolicLink(path());
    if (!link && bytes().filter(old -> Arrays.equals(old, content)).isPresent()) {
      tidy();
      return false;
    }
    if (Draft.keeps(this, content, modeIfNew)) {
      return true;
    }
    var like = bytes().isPresent() ? target() : Optional.<Path>empty();
    Directories.make(host, folder());
    if (isShared()) {
      hold(content, like.isPresent() ? Optional.of(meta(like.get())) : Optional.empty(), modeIfNew);
      return true;
    }
    var fresh = fresh();
    Files.deleteIfExists(fresh);
    try {
      fill(fresh, content);
      if (like.isPresent()) {
        FileMeta.of(host, like.get()).applyTo(host, fresh);
      } else if (FileMeta.isUnix(fresh)) {
        Files.setAttribute(fresh, "unix:mode", modeIfNew, LinkOption.NOFOLLOW_LINKS);
      }
      sync(fresh);
      Files.move(fresh, path(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
    sync(folder());
    return true;
  }

  private boolean isShared() throws IOException {
    return HeldFolder.isShared(host, folder());
  }

  private FileMeta meta(Path file) throws IOException {
    return FileMeta.of(host, file);
  }

  private void hold(byte[] content, Optional<FileMeta> like, int modeIfNew) throws IOException {
    var last = path().getFileName().toString();
    HeldFolder.hold(
        folder(),
        held -> {
          if (like.isPresent()) {
            held.put(last, content, like.get());
          } else {
            held.put(last, content, modeIfNew);
          }
        });
    sync(folder());
  }

  /// For whoever finds nothing to write: takes away what a crash left behind beside it.
  public void tidy() throws IOException {
    Files.deleteIfExists(fresh());
  }

  /// A fixed name: what a crash left behind goes with the next write, also one that finds the
  /// content there already. Readers of drop-in directories pass over it, for it starts with a dot
  /// and has no known ending.
  private Path fresh() {
    return path().resolveSibling("." + path().getFileName() + ".reeve-new");
  }

  private static void fill(Path file, byte[] content) throws IOException {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var guards = FileMeta.isUnix(file) ? new FileAttribute<?>[] {mode} : new FileAttribute<?>[0];
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(file, options, guards)) {
      var buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }

  /// A system without Unix's files has no way to open a folder, and forces only what may be
  /// written.
  private static void sync(Path path) throws IOException {
    boolean unix = FileMeta.isUnix(path);
    if (unix || Files.isRegularFile(path)) {
      var how = unix ? StandardOpenOption.READ : StandardOpenOption.WRITE;
      try (var channel = FileChannel.open(path, how)) {
        channel.force(true);
      }
    }
  }

  /// Removes it, and every directory we made for it that is empty now; also where the file is gone
  /// already and a crash came before the rest.
  ///
  /// @return whether there was a file to remove
  public boolean remove() throws IOException {
    Directories.check(host, folder());
    Draft.forget(this);
    Files.deleteIfExists(fresh());
    boolean removed = Files.deleteIfExists(path());
    if (removed) {
      sync(folder());
    }
    Directories.prune(host, folder());
    return removed;
  }

  /// All of it, for an exact restoration.
  public FileState state() throws IOException {
    Draft.needNone(this);
    if (Files.isSymbolicLink(path())) {
      return new FileState.Link(Files.readSymbolicLink(path()).toString());
    }
    var bytes = bytes();
    return bytes.isEmpty()
        ? new FileState.None()
        : FileState.Regular.of(bytes.get(), FileMeta.of(host, path()));
  }

  /// Makes it again what it was: the same bytes, mode, owner and attributes, or nothing at all.
  public void restore(FileState before) throws IOException {
    Draft.needNone(this);
    switch (before) {
      case FileState.None() -> remove();
      case FileState.Link(var to) -> relink(Path.of(to));
      case FileState.Regular regular when isShared() -> {
        if (!state().equals(regular)) {
          hold(regular.bytes(), Optional.of(regular.meta()), regular.meta().mode());
        }
      }
      case FileState.Regular regular -> {
        put(regular.bytes(), regular.meta().mode());
        if (!FileMeta.of(host, path()).equals(regular.meta())) {
          regular.meta().applyTo(host, path());
        }
      }
    }
  }

  private void relink(Path to) throws IOException {
    var fresh = fresh();
    Files.deleteIfExists(fresh);
    if (Files.isSymbolicLink(path()) && Files.readSymbolicLink(path()).equals(to)) {
      return;
    }
    Directories.make(host, folder());
    Files.createSymbolicLink(fresh, to);
    Files.move(fresh, path(), StandardCopyOption.ATOMIC_MOVE);
    sync(folder());
  }
}
