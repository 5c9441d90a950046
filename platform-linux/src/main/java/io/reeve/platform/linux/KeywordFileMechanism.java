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
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Keys in a file that has no drop-in directory and belongs to somebody else: login.defs,
/// faillock.conf, pwhistory.conf. Edited in place; taking the edit back gives the file as it was,
/// byte for byte.
///
/// Parameters: `file`, `key`, `style` (`equals` or `space`), `pam` (the module that reads the file,
/// whose arguments in the stack beat it), `zero` (what is written for 0, where 0 in the file would
/// mean something else: an age of 0 days expires at once, and 99999 is never), `requires`.
final class KeywordFileMechanism implements Mechanism {
  private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
  private static final Pattern STYLE = Pattern.compile("equals|space");

  /// The first line of a file that was not there before us, so that it can go again.
  private static final String MADE = "#reeve made this file\n";

  private final Host host;

  KeywordFileMechanism(Host host) {
    this.host = host;
  }

  @Override
  public String name() {
    return "keyword-file";
  }

  @Override
  public boolean isOfEntries() {
    return true;
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var file = new SystemFile(host, Checks.file(host, address, "file"));
    var key = Checks.parameter(address, "key", KEY);
    var style = Checks.parameter(address, "style", STYLE).toUpperCase(Locale.ROOT);
    Checks.requires(host, address);
    return new Place(
        file,
        LineStyle.valueOf(style),
        key,
        Checks.optional(address, "zero").orElse("0"),
        Checks.optional(address, "pam"));
  }

  /// A key in the file.
  private record Place(
      SystemFile file, LineStyle style, String key, String zero, Optional<String> module)
      implements Point {
    @Override
    public Value read() throws IOException {
      var argument =
          module.isEmpty()
              ? Optional.<String>empty()
              : PamStack.argument(file.host(), module.get(), key);
      return argument.isPresent() ? Value.of(argument.get()) : inFile();
    }

    private Value inFile() throws IOException {
      var values = Sections.values(style, file, "", key);
      return values.isEmpty() ? Value.absent() : Value.of(translate(values.getLast(), zero, "0"));
    }

    private static String translate(String value, String from, String to) {
      return value.equals(from) ? to : value;
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent()) {
        put(inFile().isAbsent() ? edit() : new MarkedLines.Edit.Off());
        return;
      }
      var line = Checks.line(value);
      style.check(key, line);
      if (!inFile().equals(Value.of(line))) {
        put(new MarkedLines.Edit.Set(translate(line, "0", zero)));
      }
    }

    private MarkedLines.Edit edit() throws IOException {
      return MarkedLines.edit(style, file.text().orElse(""), key);
    }

    private void put(MarkedLines.Edit edit) throws IOException {
      var before = file.text();
      var after = MarkedLines.apply(style, before.orElse(MADE), key, edit);
      if (after.equals(MADE)) {
        file.remove();
      } else {
        file.put(after);
      }
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
      var files = new LinkedHashSet<>(Set.of(file.path()));
      if (module.isPresent()) {
        PamStack.all().forEach(stack -> files.add(file.host().path(stack)));
      }
      return files;
    }
  }
}
