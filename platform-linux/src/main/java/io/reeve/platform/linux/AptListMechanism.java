package io.reeve.platform.linux;

import io.reeve.core.files.AptConf;
import io.reeve.core.files.Checks;
import io.reeve.core.files.FileState;
import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Lists in apt's configuration. Lists of several files add up, so a file of ours that sorts last
/// begins with `#clear`; it alone then counts. Read back by `apt-config dump` where apt is
/// installed.
///
/// Parameters: `key`, in full; `requires`. The value is the entries with commas between.
final class AptListMechanism implements Mechanism {
  private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9:_-]{0,127}");
  private static final Pattern ENTRY = Pattern.compile("[^\"\\p{Cntrl};{}\\\\]+");
  private final Host host;

  AptListMechanism(Host host) {
    this.host = host;
  }

  @Override
  public String name() {
    return "apt-list";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var key = Checks.parameter(address, "key", KEY);
    Checks.requires(host, address);
    var name = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return new Place(host, new SystemFile(host, "/etc/apt/apt.conf.d/99zz-reeve-" + name), key);
  }

  /// A list.
  private record Place(Host host, SystemFile file, String key) implements Point {
    @Override
    public Value read() throws IOException {
      var asked = AptConfig.list(host, key);
      var entries = asked.isPresent() ? asked.get() : parsed();
      return entries.isEmpty() ? Value.absent() : Value.of(String.join(",", entries));
    }

    private List<String> parsed() throws IOException {
      var layout = new Families.Apt().layout(new Address("apt-list", java.util.Map.of("key", key)));
      var text = new StringBuilder();
      for (var source : layout.sources()) {
        for (var name : source.files(host)) {
          text.append(new SystemFile(host, name).text().orElse("")).append('\n');
        }
      }
      return AptConf.entries(text.toString(), key);
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent()) {
        file.remove();
        return;
      }
      var entries = List.of(Checks.line(value).split(","));
      for (var entry : entries) {
        if (!ENTRY.matcher(entry).matches()) {
          throw new IOException("not an entry of " + key + ": '" + entry + "'");
        }
      }
      if (!read().equals(value)) {
        file.put(
            "// Written by Reeve. Changes made here are undone.\n#clear %s;\n%s { %s };\n"
                .formatted(
                    key,
                    key,
                    entries.stream()
                        .map(entry -> "\"" + entry + "\";")
                        .collect(Collectors.joining(" "))));
      }
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
      return Set.of(file.path(), host.path("/etc/apt/apt.conf.d"), host.path("/etc/apt/apt.conf"));
    }
  }
}
