package io.reeve.core.files;

import io.reeve.core.spi.Glance;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
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
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private final ParsedTexts<Names> names = new ParsedTexts<>(Names::parse);
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
  public boolean isOfEntries() {
    return true;
  }

  @Override
  public Point bind(Address address) {
    return new Place(
        new SystemFile(host, file),
        names,
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
        var words = new StringTokenizer(line);
        if (words.countTokens() == 2) {
          var address = words.nextToken();
          block.merge(words.nextToken(), address, (one, two) -> one + " " + two);
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

  /// What each name stands for, names in small letters.
  private record Names(Map<String, String> ours, Map<String, List<String>> all) {
    static Names parse(String text) {
      var all = new HashMap<String, List<String>>();
      for (var line : text.lines().toList()) {
        int comment = line.indexOf('#');
        var words = BLANKS.split((comment < 0 ? line : line.substring(0, comment)).strip());
        Arrays.stream(words)
            .skip(1)
            .map(word -> word.toLowerCase(Locale.ROOT))
            .distinct()
            .forEach(word -> all.computeIfAbsent(word, _ -> new ArrayList<>()).add(words[0]));
      }
      return new Names(Hosts.parse(text).block(), all);
    }

    Value of(String name) {
      var addresses = all.getOrDefault(name, List.of());
      return Optional.ofNullable(ours.get(name))
          .or(() ->
              addresses.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", addresses)))
          .<Value>map(Value::of)
          .orElseGet(Value::absent);
    }
  }

  private record Namer(SystemFile file, ParsedTexts<Names> recent)
      implements Glance.Question<Names> {
    @Override
    public Names answer() throws IOException {
      return recent.of(file.text().orElse(""));
    }
  }

  /// A name.
  private record Place(SystemFile file, ParsedTexts<Names> recent, String name) implements Point {
    @Override
    public Value read() throws IOException {
      return names().of(name);
    }

    private Names names() throws IOException {
      return Glance.ask(new Namer(file, recent));
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
      var ours = Optional.ofNullable(names().ours().get(name));
      return new Snapshot(read(), Details.of(List.of(ours)));
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
