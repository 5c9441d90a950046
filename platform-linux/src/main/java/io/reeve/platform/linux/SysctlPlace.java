package io.reeve.platform.linux;

import io.reeve.core.files.Checks;
import io.reeve.core.files.Details;
import io.reeve.core.files.DropInPlace;
import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism.Point;
import io.reeve.core.spi.Mechanism.Snapshot;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A parameter of the running kernel with the line that keeps it over a restart.
///
/// @param stored the line, and what all files come to
/// @param file below `/proc/sys`; absent as long as its network interface is
record SysctlPlace(Host host, DropInPlace stored, String key, Path file) implements Point {

  /// What the kernel has, once somebody has asked for something; both values where a restart would
  /// bring another one, for then neither is held.
  @Override
  public Value read() throws IOException {
    var kept = stored.read();
    var now = now();
    if (kept.isAbsent() || now.isEmpty()) {
      return kept;
    }
    var next = plain(kept.wire());
    return now.get().equals(next) || own().filter(next::equals).isPresent()
        ? Value.of(now.get())
        : Value.of(now.get() + " now, " + next + " after a restart");
  }

  private Optional<String> now() throws IOException {
    return Files.exists(file) ? Optional.of(plain(Files.readString(file))) : Optional.empty();
  }

  private Optional<String> own() throws IOException {
    var text = new SystemFile(host, SysctlMechanism.LAYOUT.own()).text().orElse("");
    var values = SysctlMechanism.LAYOUT.style().values(text, "", key);
    return values.isEmpty() ? Optional.empty() : Optional.of(plain(values.getLast()));
  }

  private static String plain(String value) {
    return value.strip().replace('\t', ' ');
  }

  /// The kernel takes a value whole or refuses it, so it is asked first.
  @Override
  public void write(Value value) throws IOException {
    if (!value.isAbsent()) {
      set(Checks.line(value));
    }
    stored.write(value);
  }

  private void set(String value) throws IOException {
    var now = now();
    if (now.isEmpty() || now.get().equals(plain(value))) {
      return;
    }
    try {
      Files.writeString(file, value + "\n");
    } catch (IOException e) {
      throw new IOException(
          "the kernel refuses '" + value + "' for " + key + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Snapshot capture() throws IOException {
    var before = stored.capture();
    return new Snapshot(read(), Details.of(List.of(now(), Optional.of(before.detail()))));
  }

  @Override
  public void restore(Snapshot before) throws IOException {
    var detail = Details.parse(before.detail(), 2);
    if (detail.getFirst().isPresent()) {
      set(detail.getFirst().get());
    }
    stored.restore(new Snapshot(before.value(), detail.getLast().orElseThrow()));
  }

  /// The kernel tells of writes to its own file, too.
  @Override
  public Set<Path> files() {
    var files = new LinkedHashSet<>(stored.files());
    files.add(file);
    return files;
  }
}
