package io.reeve.core.local;

import io.reeve.core.files.Trees;
import io.reeve.core.local.AgentException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/// Where the native library of JNA is taken from, by which platforms and the inventory call the
/// system. Left to itself JNA unpacks it into a folder for temporary files, under a name that can
/// be foreseen; where every user may write there, one of them could put another in its place and
/// have it run as the system. So one of these it is, settled before anything of JNA is used:
///
/// - the folder that the installed image brings it in, given as `jna.boot.library.path`;
/// - a private folder in the state folder, when that has been checked ([StateLock]);
/// - where it cannot be checked without native code (access lists, Windows), a folder beside the
///   program itself: who may write there has changed the program already.
public final class NativeCode {
  private static final String IMAGE = "jna.boot.library.path";
  private static final String UNPACK = "jna.tmpdir";
  private static final String FOLDER = "native";

  private NativeCode() {}

  /// To be called before any platform is asked anything.
  ///
  /// @throws AgentException when there is no folder that only this user and administrators may
  ///   write to
  static synchronized void atStart() {
    if (isSettled() || StateLock.posix(Path.of(""))) {
      return;
    }
    var temporary = Path.of(System.getProperty("java.io.tmpdir", ""));
    beside(program(), temporary, Path.of(System.getProperty("user.home", "")))
        .ifPresent(folder -> System.setProperty(UNPACK, folder.toString()));
  }

  /// To be called with a state folder that has been checked.
  public static synchronized void in(StateLock lock) {
    if (isSettled()) {
      return;
    }
    var folder = lock.state().resolve(FOLDER);
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectory(folder, StateLock.modes(folder, StateLock.PRIVATE));
      }
      removeLeft(folder);
    } catch (IOException e) {
      throw new AgentException(
          Kind.FAILED,
          "no folder can be made for native code: " + Reasons.of(e),
          "look at what " + folder + " is");
    }
    System.setProperty(UNPACK, folder.toString());
  }

  /// What was unpacked by a process that was killed before it was loaded.
  private static void removeLeft(Path folder) throws IOException {
    try (var left = Files.newDirectoryStream(folder, "jna*")) {
      for (var file : left) {
        Files.deleteIfExists(file);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /// For work without a state folder: a private folder that goes with it.
  public static synchronized While forNow() {
    atStart();
    if (isSettled()) {
      return () -> {};
    }
    try {
      var folder = Files.createTempDirectory("reeve-native");
      System.setProperty(UNPACK, folder.toString());
      return () -> Trees.discard(folder);
    } catch (IOException e) {
      throw new AgentException(
          Kind.FAILED,
          "no folder can be made for native code: " + Reasons.of(e),
          "set java.io.tmpdir to a folder that can be written");
    }
  }

  /// As long as it is needed.
  @FunctionalInterface
  public interface While extends AutoCloseable {
    @Override
    void close();
  }

  private static boolean isSettled() {
    if (System.getProperty(IMAGE) != null) {
      // Nothing else, not even when it is missing there.
      System.setProperty("jna.nounpack", "true");
      System.setProperty("jna.noclasspath", "true");
      return true;
    }
    return System.getProperty(UNPACK) != null;
  }

  /// The folder beside the program, when it can be made and written to. Empty for a user who may
  /// not, whose own profile JNA's folder for temporary files is in.
  ///
  /// @param program what the program is loaded from, a jar or a folder of classes
  static Optional<Path> beside(Optional<Path> program, Path temporary, Path home) {
    var folder = program.map(each -> each.resolveSibling(FOLDER)).filter(NativeCode::canBeWritten);
    if (folder.isEmpty() && !(temporary.isAbsolute() && temporary.startsWith(home))) {
      throw new AgentException(
          Kind.FAILED,
          "there is no safe folder for native code: the program's own cannot be written to, and "
              + temporary
              + " is not in this user's profile",
          "start the program with -D" + IMAGE + "=FOLDER, a folder that holds JNA's library");
    }
    return folder;
  }

  private static boolean canBeWritten(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "reeve", ""));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static Optional<Path> program() {
    return Optional.ofNullable(NativeCode.class.getProtectionDomain().getCodeSource())
        .flatMap(NativeCode::file);
  }

  private static Optional<Path> file(CodeSource source) {
    try {
      URI place = source.getLocation().toURI();
      return "file".equals(place.getScheme())
          ? Optional.of(Path.of(place).toAbsolutePath())
          : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }
}
