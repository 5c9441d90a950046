package io.reeve.platform.linux;

import io.reeve.core.files.Certificates;
import io.reeve.core.files.FileState;
import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism.Point;
import io.reeve.core.spi.Mechanism.Snapshot;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// An authority that is never to be trusted.
///
/// Most families have a folder for such. Debian has none: there its packaged files are turned off
/// in `/etc/ca-certificates.conf` (`!` before the name), local ones get an ending that is not read,
/// and our own file, which that tool passes over, tells which they were, so that they can come
/// back.
///
/// The file by which we made it trusted ourselves goes for good: whoever still wants it trusted
/// when it may be again has it written anew, and where nobody does it must not come back.
record DistrustedPlace(Host host, TrustStore store, String sha1) implements Point {
  private static final String CONF = "/etc/ca-certificates.conf";
  private static final String PACKAGED = "/usr/share/ca-certificates/";
  private static final String PARKED = ".distrusted";
  private static final String LISTED = "# off: ";
  private static final String MOVED = "# moved: ";

  private SystemFile file() {
    return store.distrusted(host, sha1);
  }

  private SystemFile anchor() {
    return store.anchor(host, sha1);
  }

  /// Our file says so, and nothing trusts it all the same.
  @Override
  public Value read() throws IOException {
    var denied = Certificates.find(file().text().orElse(""), sha1);
    if (denied.isEmpty()) {
      return Value.absent();
    }
    return store.trusted(host, sha1).isPresent()
            || Files.exists(anchor().path())
            || !sources().isEmpty()
        ? Value.of("not to be trusted, but trusted")
        : Value.of(denied.get());
  }

  @Override
  public void write(Value value) throws IOException {
    if (value.isAbsent()) {
      bringBack();
      file().remove();
      return;
    }
    var der = Certificates.named(sha1, value.wire());
    var sources = new TreeSet<>(sources());
    file()
        .text()
        .ifPresent(text -> text.lines().filter(l -> l.startsWith("# ")).forEach(sources::add));
    var pem = new String(Certificates.pem(der), StandardCharsets.US_ASCII);
    file().put(sources.stream().map(line -> line + "\n").collect(Collectors.joining()) + pem);
    turnOff(sources);
  }

  /// What makes Debian trust it, as lines of our file: names in the configuration, local files.
  private List<String> sources() throws IOException {
    var sources = new ArrayList<String>();
    if (store.blocklist().isPresent()) {
      return sources;
    }
    for (var name : new SystemFile(host, CONF).text().orElse("").lines().toList()) {
      boolean on = !name.isBlank() && !name.startsWith("#") && !name.startsWith("!");
      if (on && is(host.path(PACKAGED + name))) {
        sources.add(LISTED + name);
      }
    }
    for (var path : local()) {
      boolean read = path.toString().endsWith(store.ending()) && !path.equals(anchor().path());
      if (read && is(path)) {
        sources.add(MOVED + host.path(store.anchors()).relativize(path));
      }
    }
    return sources;
  }

  private List<Path> local() throws IOException {
    var folder = host.path(store.anchors());
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var paths = Files.walk(folder, 8)) {
      return paths.filter(Files::isRegularFile).toList();
    }
  }

  private boolean is(Path certificate) throws IOException {
    return Files.isRegularFile(certificate)
        && Files.size(certificate) <= SystemFile.MAX_BYTES
        && Certificates.find(
                new String(Files.readAllBytes(certificate), StandardCharsets.ISO_8859_1), sha1)
            .isPresent();
  }

  /// Our file tells of it already, so a crash in between loses nothing.
  private void turnOff(Set<String> sources) throws IOException {
    anchor().remove();
    for (var line : sources) {
      if (line.startsWith(LISTED)) {
        var name = line.substring(LISTED.length());
        list(each -> each.equals(name) ? "!" + name : each);
      } else if (line.startsWith(MOVED)) {
        move(line.substring(MOVED.length()), "", PARKED);
      }
    }
  }

  private void bringBack() throws IOException {
    for (var line : file().text().orElse("").lines().toList()) {
      if (line.startsWith(LISTED)) {
        var name = line.substring(LISTED.length());
        list(each -> each.equals("!" + name) ? name : each);
      } else if (line.startsWith(MOVED)) {
        move(line.substring(MOVED.length()), PARKED, "");
      }
    }
  }

  private void list(UnaryOperator<String> edit) throws IOException {
    var file = new SystemFile(host, CONF);
    var text = file.text();
    if (text.isPresent()) {
      var lines = text.get().split("\n", -1);
      for (int i = 0; i < lines.length; i++) {
        lines[i] = edit.apply(lines[i]);
      }
      file.put(String.join("\n", lines));
    }
  }

  private void move(String name, String from, String to) throws IOException {
    var old = host.path(store.anchors() + "/" + name + from);
    var fresh = host.path(store.anchors() + "/" + name + to);
    if (Files.exists(old) && !Files.exists(fresh)) {
      Files.move(old, fresh);
    }
  }

  @Override
  public Snapshot capture() throws IOException {
    return new Snapshot(read(), file().state().detail());
  }

  /// Where there was one before us, what it turned off stays off.
  @Override
  public void restore(Snapshot before) throws IOException {
    var state = FileState.parse(before.detail());
    if (state instanceof FileState.None) {
      bringBack();
    }
    file().restore(state);
    if (!(state instanceof FileState.None)) {
      turnOff(new TreeSet<>(file().text().orElse("").lines().toList()));
    }
  }

  @Override
  public Set<Path> files() {
    return Set.of(
        file().path(), host.path(store.bundle()), host.path(CONF), host.path(store.anchors()));
  }
}
