package io.reeve.platform.linux;

import io.reeve.core.files.Checks;
import io.reeve.core.files.Details;
import io.reeve.core.files.Directories;
import io.reeve.core.files.DropInPlace;
import io.reeve.core.files.LineStyle;
import io.reeve.core.files.MarkedLines;
import io.reeve.core.files.Sections;
import io.reeve.core.files.Source;
import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The servers that chrony takes the time from, with spaces between: in a file of our own, where
/// the main file says that such files are. chrony takes all servers it is told of, so the lines of
/// others in `/etc` are turned off, with marks; what a DHCP server tells it stays.
///
/// @param running asks chronyd, if it runs, given what the files say
record ChronySources(Host host, String conf, String own, DropInPlace.InForce running)
    implements Mechanism.Point {
  private static final List<String> KEYS = List.of("server", "pool", "peer");

  /// @throws NotApplicableException when the main file names no folder of `/etc` for more
  static ChronySources of(Host host, String conf, DropInPlace.InForce running) throws IOException {
    var text = new SystemFile(host, conf).text().orElse("");
    var own =
        folder(text, "sourcedir")
            .map(folder -> folder + "/reeve.sources")
            .or(() -> folder(text, "confdir").map(folder -> folder + "/reeve.conf"));
    return new ChronySources(
        host,
        conf,
        own.orElseThrow(
            () -> new NotApplicableException(conf + " names no sourcedir or confdir below /etc")),
        running);
  }

  private static Optional<String> folder(String text, String key) {
    return Sections.values(LineStyle.SPACE, text, "", key).stream()
        .flatMap(line -> List.of(line.split("\\s+")).stream())
        .filter(folder -> folder.startsWith("/etc/") && !folder.contains(".."))
        .findFirst();
  }

  /// The files that may name servers: the main one, then those of the folders it names.
  private List<String> sources() throws IOException {
    var text = new SystemFile(host, conf).text().orElse("");
    var files = new ArrayList<>(List.of(conf));
    for (var kind : List.of("confdir", "sourcedir")) {
      var folder = folder(text, kind);
      if (folder.isPresent()) {
        var ending = kind.equals("confdir") ? ".conf" : ".sources";
        files.addAll(new Source.All(List.of(folder.get()), ending).files(host));
      }
    }
    return files;
  }

  @Override
  public Value read() throws IOException {
    var servers = new ArrayList<String>();
    for (var file : sources()) {
      var text = new SystemFile(host, file).text().orElse("");
      for (var key : KEYS) {
        for (var line : Sections.values(LineStyle.SPACE, text, "", key)) {
          servers.add(line.split("\\s+")[0]);
        }
      }
    }
    return servers.isEmpty() ? Value.absent() : Value.of(running.of(String.join(" ", servers)));
  }

  @Override
  public void write(Value value) throws IOException {
    if (value.isAbsent()) {
      put(Optional.empty());
      others(new MarkedLines.Edit.None());
      return;
    }
    var text = new StringBuilder("# Written by Reeve. Changes made here are undone.\n");
    for (var server : Checks.line(value).strip().split("\\s+")) {
      text.append("server ").append(server).append(" iburst\n");
    }
    put(Optional.of(text.toString()));
    others(new MarkedLines.Edit.Off());
  }

  private void put(Optional<String> text) throws IOException {
    var file = new SystemFile(host, own);
    if (text.isPresent()) {
      file.put(text.get());
    } else {
      file.remove();
    }
  }

  private void others(MarkedLines.Edit edit) throws IOException {
    for (var name : sources()) {
      var file = new SystemFile(host, name);
      var text = file.text();
      if (!name.equals(own) && text.isPresent()) {
        var edited = text.get();
        for (var key : KEYS) {
          edited = MarkedLines.apply(LineStyle.SPACE, edited, key, edit);
        }
        file.put(edited);
      }
    }
  }

  @Override
  public Mechanism.Snapshot capture() throws IOException {
    return new Mechanism.Snapshot(read(), Details.of(List.of(new SystemFile(host, own).text())));
  }

  @Override
  public void restore(Mechanism.Snapshot before) throws IOException {
    var text = Details.parse(before.detail(), 1).getFirst();
    put(text);
    others(text.isPresent() ? new MarkedLines.Edit.Off() : new MarkedLines.Edit.None());
  }

  @Override
  public Set<Path> files() {
    var files = new HashSet<>(Set.of(host.path(conf), host.path(own)));
    files.add(Directories.above(host.path(own)));
    return files;
  }
}
