package io.reeve.platform.linux;

import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A profile of dconf: which databases a session reads, the first to speak first, unless a later
/// one locks a key. Debian ships none for users, so that no session reads the system's database.
///
/// @param name `user` for every session that asks for no other, `gdm` for GNOME's login screen
record DconfProfile(Host host, String name) {
  /// Where a distribution puts its own; the administrator's goes before.
  private static final List<String> VENDORS = List.of("/usr/local/share", "/usr/share");

  private static final String MADE = "# Made by Reeve, which removes it again.\n";

  private SystemFile own() {
    return new SystemFile(host, "/etc/dconf/profile/" + name);
  }

  /// What it says where the administrator has no file: the distribution's, or dconf's own default.
  private String inherited() throws IOException {
    for (var vendor : VENDORS) {
      var text = new SystemFile(host, vendor + "/dconf/profile/" + name).text();
      if (text.isPresent()) {
        return text.get();
      }
    }
    return "user-db:user\n";
  }

  /// Its databases, such as `user-db:user` and `system-db:local`, in order.
  List<String> sources() throws IOException {
    return own()
        .text()
        .orElse(inherited())
        .lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /// Whether its sessions read that database.
  boolean reads(String database) throws IOException {
    return sources().contains("system-db:" + database);
  }

  /// Makes its sessions read that database. The line goes to the end: a lock of ours then goes
  /// before all others.
  void include(String database) throws IOException {
    if (reads(database)) {
      return;
    }
    var text = own().text();
    var before = text.isPresent() ? text.get() : MADE + inherited();
    own().put(before + lines(before, database));
  }

  private static String lines(String before, String database) {
    return before.isEmpty() || before.endsWith("\n") ? line(database) : "\n" + torn(database);
  }

  private static String line(String database) {
    return "# reeve\nsystem-db:" + database + "\n";
  }

  /// What stands behind a file whose last line had no end, so that it has none again.
  private static String torn(String database) {
    return "# reeve, and the line end before\nsystem-db:" + database + "\n";
  }

  /// Takes our lines out again. A file that is gone is removed again: a crash may have come before
  /// its directories went.
  void drop(String database) throws IOException {
    var text = own().text();
    if (text.isEmpty()) {
      own().remove();
      return;
    }
    var rest = text.get().replace("\n" + torn(database), "").replace(line(database), "");
    boolean made = rest.startsWith(MADE);
    var plain = made ? rest.substring(MADE.length()) : rest;
    if (made && plain.equals(inherited())) {
      own().remove();
    } else if (!rest.equals(text.get())) {
      own().put(plain);
    }
  }

  Set<Path> files() {
    return Set.of(own().path());
  }

  /// What its sessions get for a key that they cannot change: the last database that locks it
  /// silences all before it, and of the rest the first that has a value speaks. Empty where nothing
  /// locks it, for then it is only a default. Reads what dconf has compiled, as a session does.
  Optional<String> locked(String key) throws IOException {
    var sources = sources();
    for (int i = sources.size() - 1; i >= 0; i--) {
      var table = compiled(sources.get(i));
      var locks = table.isEmpty() ? Optional.<Gvdb>empty() : table.get().table(".locks");
      if (locks.isPresent() && locks.get().has(key)) {
        return first(sources.subList(i, sources.size()), key);
      }
    }
    return Optional.empty();
  }

  private Optional<String> first(List<String> sources, String key) throws IOException {
    for (var source : sources) {
      var table = compiled(source);
      var value = table.isEmpty() ? Optional.<ByteBuffer>empty() : table.get().value(key);
      if (value.isPresent()) {
        return Optional.of(GVariantText.of(value.get()));
      }
    }
    return Optional.empty();
  }

  /// The database's compiled file. One that is missing, or that dconf could not read either, holds
  /// nothing.
  private Optional<Gvdb> compiled(String source) throws IOException {
    var file =
        source.startsWith("system-db:")
            ? Optional.of(DconfDatabase.FOLDER + source.substring("system-db:".length()))
            : Optional.of(source)
                .filter(text -> text.startsWith("file-db:/"))
                .map(text -> text.substring("file-db:".length()));
    return file.isEmpty() ? Optional.empty() : Gvdb.read(new SystemFile(host, file.get()));
  }
}
