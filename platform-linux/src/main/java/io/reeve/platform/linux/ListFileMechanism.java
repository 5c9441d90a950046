package io.reeve.platform.linux;

import io.reeve.core.files.Checks;
import io.reeve.core.files.FileState;
import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A file of ours with one line for each entry of a list: modules that must not be loaded.
///
/// Parameters: `file`; `line`, with `[entry]` where the entry stands; `entry`, the expression every
/// entry matches; `requires`. The value is the entries with commas between, in alphabetical order
/// and once each.
final class ListFileMechanism implements Mechanism {
  private static final String HOLE = "[entry]";
  private static final String HEADER = "# Written by Reeve. Changes made here are undone.\n";
  private final Host host;

  ListFileMechanism(Host host) {
    this.host = host;
  }

  @Override
  public String name() {
    return "list-file";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var file = new SystemFile(host, Checks.file(host, address, "file"));
    var line = address.parameter("line");
    int hole = line.indexOf(HOLE);
    if (hole < 0 || line.contains("\n")) {
      throw new IllegalArgumentException("the line needs one [entry]: '" + line + "'");
    }
    var entry = Pattern.compile(address.parameter("entry"));
    Checks.requires(host, address);
    return new Place(file, line.substring(0, hole), line.substring(hole + HOLE.length()), entry);
  }

  /// The file; a line is what stands before the entry, the entry, what stands behind it.
  private record Place(SystemFile file, String before, String behind, Pattern entry)
      implements Point {
    @Override
    public Value read() throws IOException {
      var text = file.text();
      var entries = new TreeSet<String>();
      text.orElse("").lines().filter(this::isEntry).map(this::entry).forEach(entries::add);
      return text.isEmpty() ? Value.absent() : Value.of(String.join(",", entries));
    }

    private boolean isEntry(String line) {
      return line.length() > before.length() + behind.length()
          && line.startsWith(before)
          && line.endsWith(behind);
    }

    private String entry(String line) {
      return line.substring(before.length(), line.length() - behind.length());
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent()) {
        file.remove();
        return;
      }
      var text = new StringBuilder(HEADER);
      var entries = new TreeSet<String>();
      for (var word : Checks.line(value).split(",")) {
        entries.add(word.strip());
      }
      entries.remove("");
      for (var word : entries) {
        if (!entry.matcher(word).matches()) {
          throw new IOException("not a good entry of " + file.name() + ": '" + word + "'");
        }
        text.append(before).append(word).append(behind).append('\n');
      }
      file.put(text.toString().getBytes(StandardCharsets.UTF_8), SystemFile.PUBLIC);
    }

    @Override
    public Snapshot capture() throws IOException {
      return new Snapshot(read(), file.state().detail());
    }

    @Override
    public void restore(Snapshot snapshot) throws IOException {
      file.restore(FileState.parse(snapshot.detail()));
    }

    @Override
    public Set<Path> files() {
      return Set.of(file.path());
    }
  }
}
