package io.reeve.platform.linux;

import io.reeve.core.files.Directories;
import io.reeve.core.files.DropInPlace;
import io.reeve.core.files.FileMeta;
import io.reeve.core.files.Layout;
import io.reeve.core.files.LineStyle;
import io.reeve.core.files.Source;
import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One of the system's dconf databases: the folder of key files and locks, and what `dconf update`
/// compiles from it.
///
/// @param name `local` for what every session reads, `gdm` for GNOME's login screen
record DconfDatabase(Host host, String name) {
  static final String FOLDER = "/etc/dconf/db/";
  private static final String OWN_NAME = "/99-zz-reeve";

  private String folder() {
    return FOLDER + name + ".d";
  }

  private String locks() {
    return folder() + "/locks";
  }

  Layout layout() {
    return new Layout(
        folder() + OWN_NAME,
        List.of(new Source.All(List.of(folder()), "")),
        LineStyle.INI,
        Optional.empty());
  }

  /// Whose sessions read it.
  DconfProfile profile() {
    return new DconfProfile(host, name.equals("local") ? "user" : name);
  }

  private SystemFile ownKeys() {
    return new SystemFile(host, folder() + OWN_NAME);
  }

  private SystemFile ownLocks() {
    return new SystemFile(host, locks() + OWN_NAME);
  }

  private SystemFile compiled() {
    return new SystemFile(host, FOLDER + name);
  }

  /// An empty file beside the compiled one: it was not there before us.
  private SystemFile mark() {
    return new SystemFile(host, FOLDER + "." + name + ".reeve-made");
  }

  /// Whether any of our keys is in it.
  boolean holdsOurs() throws IOException {
    return ownKeys().bytes().isPresent();
  }

  /// Whether a file locks that key, compiled or not.
  boolean isLocked(String key) throws IOException {
    for (var file : new Source.All(List.of(locks()), "").files(host)) {
      if (hasLine(new SystemFile(host, file), key)) {
        return true;
      }
    }
    return false;
  }

  boolean hasOwnLock(String key) throws IOException {
    return hasLine(ownLocks(), key);
  }

  private static boolean hasLine(SystemFile file, String key) throws IOException {
    return file.text().orElse("").lines().anyMatch(key::equals);
  }

  void lock(String key, boolean on) throws IOException {
    var lines = new TreeSet<>(ownLocks().text().orElse("").lines().toList());
    boolean changed = on ? lines.add(key) : lines.remove(key);
    if (lines.isEmpty()) {
      ownLocks().remove();
    } else if (changed) {
      ownLocks().put(String.join("\n", lines) + "\n");
    }
  }

  /// To be called before the first of our keys comes. Nothing is compiled on a scratch root.
  void remember() throws IOException {
    if (!host.isScratch() && !holdsOurs() && !Files.exists(compiled().path())) {
      mark().put("");
    }
  }

  /// Before an update. When the last of our keys is gone and the folder with it, sessions that run
  /// have to hear of that, and they hear only of a folder that is there.
  void beforeUpdate() throws IOException {
    if (isOver() && Files.exists(compiled().path())) {
      Directories.make(host, host.path(folder()));
    }
  }

  /// After an update. dconf goes by the umask, but every session reads what it compiles. What was
  /// compiled for us alone goes with the last of our keys; keys of somebody else that have come
  /// meanwhile keep it.
  ///
  /// @param complete whether no database was refused: one that was may still hold keys of ours
  void afterUpdate(boolean complete) throws IOException {
    var file = compiled();
    if (isOver()) {
      if (isEmpty()) {
        file.remove();
      }
      Directories.prune(host, host.path(folder()));
      if (complete || !Files.exists(file.path())) {
        mark().remove();
      }
    } else if (Files.isRegularFile(file.path(), LinkOption.NOFOLLOW_LINKS)) {
      int mode = FileMeta.attribute(file.path(), "unix:mode");
      if ((mode & Gvdb.OTHERS_READ) == 0) {
        Files.setAttribute(file.path(), "unix:mode", (mode & 07777) | 0444);
      }
    }
  }

  private boolean isOver() throws IOException {
    return mark().bytes().isPresent() && !holdsOurs();
  }

  private boolean isEmpty() throws IOException {
    return new Source.All(List.of(folder()), "").files(host).isEmpty()
        && new Source.All(List.of(locks()), "").files(host).isEmpty();
  }

  /// Whether what is compiled says of that key what the files say.
  boolean isCompiled(String section, String key) throws IOException {
    var path = "/" + section + "/" + key;
    var table = Gvdb.read(compiled());
    if (table.isEmpty()) {
      return layout().values(host, section, key).isEmpty() && !isLocked(path);
    }
    var value = table.get().value(path);
    var locks = table.get().table(".locks");
    var text =
        value.isEmpty() ? Optional.<String>empty() : Optional.of(GVariantText.of(value.get()));
    return text.equals(
            layout().values(host, section, key).reversed().stream()
                .findFirst()
                .map(DropInPlace::text))
        && isLocked(path) == (locks.isPresent() && locks.get().has(path));
  }

  Set<Path> files() {
    var files = new LinkedHashSet<Path>();
    files.add(host.path(locks()));
    files.add(compiled().path());
    files.addAll(profile().files());
    return files;
  }
}
