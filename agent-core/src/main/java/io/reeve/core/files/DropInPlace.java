package io.reeve.core.files;

import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A key in our own drop-in file of a family.
///
/// @param list whether the family adds up the values of a key, and an empty one starts anew; ours
///   then starts anew, so that it alone is in force
/// @param inForce asks the owner of the files what it would use
public record DropInPlace(
    Host host, Layout layout, String section, String key, boolean list, InForce inForce)
    implements Mechanism.Point {

  /// The owner's own view.
  @FunctionalInterface
  public interface InForce {
    /// What the owner would use, given what the files were parsed to; the same when it cannot be
    /// asked.
    String of(String parsed) throws IOException;
  }

  @Override
  public Value read() throws IOException {
    var parsed = parsed();
    return parsed.isEmpty() ? Value.absent() : Value.of(text(inForce.of(parsed.get())));
  }

  private Optional<String> parsed() throws IOException {
    var values = layout.values(host, section, key);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (!list) {
      return Optional.of(values.getLast());
    }
    var joined = String.join(" ", values.subList(values.lastIndexOf("") + 1, values.size()));
    return joined.isEmpty() ? Optional.empty() : Optional.of(joined);
  }

  @Override
  public void write(Value value) throws IOException {
    if (value.isAbsent()) {
      put(List.of());
      rival(parsed().isPresent() ? new MarkedLines.Edit.Off() : rivalEdit());
      return;
    }
    var text = bytes(Checks.line(value));
    layout.style().check(key, text);
    put(list ? List.of("", text) : List.of(text));
    rival(new MarkedLines.Edit.Off());
  }

  private void put(List<String> values) throws IOException {
    var file = new SystemFile(host, layout.own());
    var lines = OwnLines.parse(layout.style(), file.text());
    if (lines.values(section, key).orElse(List.of()).equals(values) && lines.text().isPresent()) {
      file.tidy();
      return;
    }
    lines.set(section, key, values);
    var text = lines.text();
    if (text.isPresent()) {
      file.put(text.get());
    } else {
      file.remove();
    }
  }

  private void rival(MarkedLines.Edit edit) throws IOException {
    if (layout.rival().isEmpty()) {
      return;
    }
    var file = new SystemFile(host, layout.rival().get());
    var text = file.text();
    if (text.isPresent()) {
      file.put(MarkedLines.apply(layout.style(), text.get(), key, edit));
    }
  }

  private MarkedLines.Edit rivalEdit() throws IOException {
    var text =
        layout.rival().isEmpty()
            ? Optional.<String>empty()
            : new SystemFile(host, layout.rival().get()).text();
    return MarkedLines.edit(layout.style(), text.orElse(""), key);
  }

  @Override
  public Mechanism.Snapshot capture() throws IOException {
    var file = new SystemFile(host, layout.own());
    var own = OwnLines.parse(layout.style(), file.text()).values(section, key);
    var off = rivalEdit() instanceof MarkedLines.Edit.None ? "kept" : "off";
    return new Mechanism.Snapshot(
        read(), Details.of(List.of(own.map(lines -> String.join("\n", lines)), Optional.of(off))));
  }

  @Override
  public void restore(Mechanism.Snapshot before) throws IOException {
    var detail = Details.parse(before.detail(), 2);
    put(detail.getFirst().map(own -> List.of(own.split("\n", -1))).orElse(List.of()));
    rival(
        detail.getLast().equals(Optional.of("off"))
            ? new MarkedLines.Edit.Off()
            : new MarkedLines.Edit.None());
  }

  @Override
  public Set<Path> files() {
    return layout.watched(host);
  }

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /// What bytes of a file, one char each, say.
  public static String text(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
