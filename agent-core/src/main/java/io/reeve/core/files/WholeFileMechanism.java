package io.reeve.core.files;

import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// A file that one setting owns whole: a banner, a modprobe rule.
///
/// Parameters: `file`; `mode` (octal, 644); `escape=issue` for the files whose backslashes agetty
/// would expand; `settle=<unit>` to reload a service; `requires`. A line end is added to a text
/// without one. What was there before comes back with mode, owner and attributes.
public final class WholeFileMechanism implements Mechanism {
  private static final int MAX_TEXT = 64 << 10;
  private static final Pattern MODE = Pattern.compile("[0-7]{3}");
  private final Host host;
  private final Settler settler;

  public WholeFileMechanism(Host host, Settler settler) {
    this.host = host;
    this.settler = settler;
  }

  @Override
  public String name() {
    return "file";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var file = new SystemFile(host, Checks.file(host, address, "file"));
    int mode = SystemFile.PUBLIC;
    if (Checks.optional(address, "mode").isPresent()) {
      mode = Integer.parseInt(Checks.parameter(address, "mode", MODE), 8);
    }
    Checks.requires(host, address);
    return new Place(
        file, mode, Checks.optional(address, "escape").filter("issue"::equals).isPresent());
  }

  @Override
  public void settle(List<Address> written) throws IOException {
    settler.settle(Checks.distinct(written, "settle"));
  }

  @Override
  public String effect(List<Address> written) {
    return settler.effect(Checks.distinct(written, "settle"));
  }

  /// The file.
  private record Place(SystemFile file, int mode, boolean escaped) implements Point {
    @Override
    public Value read() throws IOException {
      var bytes = file.bytes();
      return bytes.isEmpty() ? Value.absent() : Value.of(unescape(bytes.get()));
    }

    private String unescape(byte[] bytes) {
      var text = new String(bytes, StandardCharsets.UTF_8);
      var plain = escaped ? text.replace("\\\\", "\\") : text;
      return plain.endsWith("\n") ? plain.substring(0, plain.length() - 1) : plain;
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent()) {
        file.remove();
        return;
      }
      var text = value.wire().replace("\r\n", "\n");
      if (text.length() > MAX_TEXT) {
        throw new IOException("the text is over 64 KiB");
      }
      if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
        throw new IOException("the text holds a control character");
      }
      var content = (escaped ? text.replace("\\", "\\\\") : text) + "\n";
      file.put(content.getBytes(StandardCharsets.UTF_8), mode);
    }

    @Override
    public Snapshot capture() throws IOException {
      return new Snapshot(read(), file.state().detail());
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      file.restore(FileState.parse(before.detail()));
    }

    @Override
    public Set<Path> files() {
      return Set.of(file.path());
    }
  }
}
