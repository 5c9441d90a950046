package io.reeve.core.files;

import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Names in the hosts file, in a marked block at the top: of several lines for a name the resolver
/// takes the first. Parameter: `name`. The value is one address or several with spaces between.
public final class HostsMechanism implements Mechanism {
  private static final String BEGIN = "# BEGIN reeve\n";

  /// What a file that was not there before us holds below the block, so that it can go again.
  private static final String MADE = "# made by reeve\n";

  private static final String END = "# END reeve\n";
  private static final Pattern NAME =
      Pattern.compile("(?!.*\\.\\.)[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
  private static final Pattern ADDRESS =
      Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3})|([0-9A-Fa-f:]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9]+)?)");
  private final Host host;
  private final String file;
  private final Settler settler;

  /// @param file its absolute name on this system
  /// @param settler makes the resolver look again
  public HostsMechanism(Host host, String file, Settler settler) {
    this.host = host;
    this.file = file;
    this.settler = settler;
  }

  @Override
  public String name() {
    return "hosts";
  }

  @Override
  public Point bind(Address address) {
    return new Place(
        new SystemFile(host, file),
        Checks.parameter(address, "name", NAME).toLowerCase(Locale.ROOT));
  }

  @Override
  public void settle(List<Address> written) throws IOException {
    settler.settle(Set.of("resolver"));
  }

  @Override
  public String effect(List<Address> written) {
    return settler.effect(Set.of("resolver"));
  }

  /// The block, and what comes after it, untouched.
  private record Hosts(TreeMap<String, String> block, String rest) {
    static Hosts parse(String text) {
      var block = new TreeMap<String, String>();
      int end = text.indexOf(END);
      if (!text.startsWith(BEGIN) || end < 0) {
        return new Hosts(block, text);
      }
      for (var line : text.substring(BEGIN.length(), end).lines().toList()) {
        var words = line.split("\\s+");
        if (words.length == 2) {
          block.merge(words[1], words[0], (one, two) -> one + " " + two);
        }
      }
      return new Hosts(block, text.substring(end + END.length()));
    }

    String text() {
      if (block.isEmpty()) {
        return rest;
      }
      var lines = new StringBuilder(BEGIN);
      block.forEach((name, addresses) -> {
        for (var address : addresses.split(" ")) {
          lines.append(address).append('\t').append(name).append('\n');
        }
      });
      return lines.append(END).append(rest).toString();
    }
  }

  /// A name.
  private record Place(SystemFile file, String name) implements Point {
    @Override
    public Value read() throws IOException {
      var addresses = new ArrayList<String>();
      for (var line : file.text().orElse("").lines().toList()) {
        var words = List.of(line.replaceFirst("#.*", "").strip().split("\\s+"));
        if (words.stream().skip(1).anyMatch(name::equalsIgnoreCase)) {
          addresses.add(words.getFirst());
        }
      }
      var ours = Hosts.parse(file.text().orElse("")).block().get(name);
      if (ours != null) {
        return Value.of(ours);
      }
      return addresses.isEmpty() ? Value.absent() : Value.of(String.join(" ", addresses));
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent()) {
        put(Optional.empty());
        return;
      }
      var addresses = List.of(Checks.line(value).strip().split("[\\s,]+"));
      for (var address : addresses) {
        if (!ADDRESS.matcher(address).matches()) {
          throw new IOException("not an IP address: '" + address + "'");
        }
      }
      put(Optional.of(addresses.stream().distinct().collect(Collectors.joining(" "))));
    }

    private void put(Optional<String> addresses) throws IOException {
      var before = file.text();
      var hosts = Hosts.parse(before.orElse(MADE));
      if (addresses.isPresent()) {
        hosts.block().put(name, addresses.get());
      } else {
        hosts.block().remove(name);
      }
      var text = hosts.text();
      if (text.equals(MADE)) {
        file.remove();
      } else {
        file.put(text);
      }
    }

    @Override
    public Snapshot capture() throws IOException {
      var ours = Hosts.parse(file.text().orElse("")).block().get(name);
      return new Snapshot(read(), Details.of(List.of(Optional.ofNullable(ours))));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      put(Details.parse(before.detail(), 1).getFirst());
    }

    @Override
    public Set<Path> files() {
      return Set.of(file.path());
    }
  }
}
