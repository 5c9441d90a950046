package io.reeve.platform.linux;

import io.reeve.core.files.Checks;
import io.reeve.core.files.LineStyle;
import io.reeve.core.files.MarkedLines;
import io.reeve.core.files.Sections;
import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Keys below a section of a file that has no drop-in directory and belongs to somebody else: dnf's
/// `automatic.conf`. Edited in place with marks, within the section; a section that is missing is
/// added at the end and goes with its last key.
///
/// Parameters: `file`, `section`, `key`, `requires`.
final class IniFileMechanism implements Mechanism {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
  private static final String ENDED = "\n#reeve ended the line above\n";
  private final Host host;

  IniFileMechanism(Host host) {
    this.host = host;
  }

  @Override
  public String name() {
    return "ini-file";
  }

  @Override
  public boolean isOfEntries() {
    return true;
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var file = new SystemFile(host, Checks.file(host, address, "file"));
    var section = Checks.parameter(address, "section", NAME);
    var key = Checks.parameter(address, "key", NAME);
    Checks.requires(host, address);
    return new Place(file, section, key);
  }

  /// A text around a section: what is before it, with its header; the section; what follows.
  private record Slices(String before, String inside, String behind) {
    private static final String MADE = "#reeve made this section\n";

    /// @param made whether a section that is missing is added
    static Slices of(String text, String section, boolean made) {
      int from = -1;
      int at = 0;
      for (var line : text.split("(?<=\n)")) {
        var header = Sections.header(line);
        if (from >= 0 && header.isPresent()) {
          return new Slices(text.substring(0, from), text.substring(from, at), text.substring(at));
        }
        at += line.length();
        if (from < 0 && header.equals(Optional.of(section))) {
          from = at;
        }
      }
      if (from >= 0) {
        return new Slices(text.substring(0, from), text.substring(from), "");
      }
      return made
          ? new Slices(text + "\n" + MADE + "[" + section + "]\n", "", "")
          : new Slices(text, "", "");
    }

    /// The text again; without a section that we made, once it is empty.
    String text(String section) {
      var header = "\n" + MADE + "[" + section + "]\n";
      var kept =
          inside.isEmpty() && before.endsWith(header)
              ? before.substring(0, before.length() - header.length())
              : before;
      return kept + inside + behind;
    }
  }

  /// A key.
  private record Place(SystemFile file, String section, String key) implements Point {
    @Override
    public Value read() throws IOException {
      var values = Sections.values(LineStyle.INI, file, section, key);
      return values.isEmpty() ? Value.absent() : Value.of(values.getLast());
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent()) {
        put(read().isAbsent() ? edit() : new MarkedLines.Edit.Off());
        return;
      }
      var line = Checks.line(value);
      LineStyle.INI.check(key, line);
      if (!read().equals(Value.of(line))) {
        put(new MarkedLines.Edit.Set(line));
      }
    }

    private MarkedLines.Edit edit() throws IOException {
      var slices = Slices.of(file.text().orElse(""), section, false);
      return MarkedLines.edit(LineStyle.INI, slices.inside(), key);
    }

    private void put(MarkedLines.Edit edit) throws IOException {
      var text = closed(file.text().orElse(""));
      var slices = Slices.of(text, section, edit instanceof MarkedLines.Edit.Set);
      var inside = MarkedLines.apply(LineStyle.INI, slices.inside(), key, edit);
      var after = open(new Slices(slices.before(), inside, slices.behind()).text(section));
      if (after.isEmpty()) {
        file.remove();
      } else {
        file.put(after);
      }
    }

    /// The text with an end to its last line.
    private static String closed(String text) {
      return text.isEmpty() || text.endsWith("\n") ? text : text + ENDED;
    }

    /// Without the end that we gave it, once nothing else of ours is there.
    private static String open(String text) {
      return text.endsWith(ENDED) && !text.contains("\n#reeve+ ") && !text.contains("\n#reeve- ")
          ? text.substring(0, text.length() - ENDED.length())
          : text;
    }

    @Override
    public Snapshot capture() throws IOException {
      return new Snapshot(read(), edit().detail());
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      put(MarkedLines.Edit.parse(before.detail()));
    }

    @Override
    public Set<Path> files() {
      return Set.of(file.path());
    }
  }
}
