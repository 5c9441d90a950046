package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.OsException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The machine's firewall, a table of our own through libnftables; other tables are not touched.
///
/// Parameters: `key` (`enabled` true or false, `inbound` block or allow), or `rule` and `field`
/// (`direction action protocol local-ports remote-ports remote-addresses enabled`). Every change
/// replaces the table in one transaction. It lives in the kernel and is made again after a restart.
/// Where firewalld or ufw is in charge the machine is left to them: a packet that our table drops
/// is lost whatever they allow.
final class FirewallMechanism implements Mechanism {
  private static final Pattern KEY = Pattern.compile("enabled|inbound");
  private static final Pattern RULE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}");
  private static final Pattern ADDRESSES =
      Pattern.compile(
          "[0-9]{1,3}(\\.[0-9]{1,3}){3}(/[0-9]{1,2})?(,[0-9./]+)*|[0-9A-Fa-f:/]+(,[0-9A-Fa-f:/]+)*");
  private static final Pattern PORTS =
      Pattern.compile("\\d{1,5}(-\\d{1,5})?(,\\d{1,5}(-\\d{1,5})?)*");
  private static final Map<String, Pattern> VALUES =
      Map.ofEntries(
          Map.entry("enabled", Pattern.compile("true|false")),
          Map.entry("inbound", Pattern.compile("block|allow")),
          Map.entry("direction", Pattern.compile("IN|OUT")),
          Map.entry("action", Pattern.compile("block|allow")),
          Map.entry("protocol", Pattern.compile("[0-9]{1,3}")),
          Map.entry("local-ports", PORTS),
          Map.entry("remote-ports", PORTS),
          Map.entry("remote-addresses", ADDRESSES));

  /// What the kernel takes as a comment, which is where a value is kept.
  private static final int MAX_VALUE = 64;

  private final Host host;
  private final boolean kernel;

  FirewallMechanism(Host host) {
    this(host, !host.isScratch());
  }

  /// @param kernel whether this process's network namespace may be changed
  FirewallMechanism(Host host, boolean kernel) {
    this.host = host;
    this.kernel = kernel;
  }

  @Override
  public String name() {
    return "firewall";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var place = place(address);
    if (!kernel) {
      throw new NotApplicableException("a scratch root has no network of its own");
    }
    if (!Nftables.isInstalled()) {
      throw new NotApplicableException("libnftables.so.1 is not installed (package libnftables1)");
    }
    if (Files.isDirectory(host.path("/run/firewalld"))) {
      throw new NotApplicableException("firewalld is in charge of this machine's firewall");
    }
    if (ufwIsOn()) {
      throw new NotApplicableException("ufw is in charge of this machine's firewall");
    }
    return place;
  }

  private static Place place(Address address) {
    if (Checks.optional(address, "rule").isEmpty()) {
      var key = Checks.parameter(address, "key", KEY);
      return new Place(key, VALUES.getOrDefault(key, KEY));
    }
    var rule = Checks.parameter(address, "rule", RULE);
    var field = address.parameter("field");
    var values = VALUES.get(field);
    if (values == null || field.equals("inbound")) {
      throw new IllegalArgumentException("a firewall rule has no field '" + field + "'");
    }
    return new Place("rule/" + rule + "/" + field, values);
  }

  private boolean ufwIsOn() {
    try {
      return new SystemFile(host, "/etc/ufw/ufw.conf")
          .text()
          .orElse("")
          .lines()
          .anyMatch(line -> line.strip().equalsIgnoreCase("ENABLED=yes"));
    } catch (IOException e) {
      return false;
    }
  }

  /// A key of the table.
  private record Place(String key, Pattern values) implements Point {
    private static FirewallTable table() throws IOException {
      try {
        return FirewallTable.parse(Nftables.run("list table inet reeve"));
      } catch (OsException e) {
        if (e.getMessage() != null && e.getMessage().contains("No such file or directory")) {
          return FirewallTable.none();
        }
        throw e;
      }
    }

    @Override
    public Value read() throws IOException {
      return table().value(key).<Value>map(Value::of).orElse(Value.absent());
    }

    @Override
    public void write(Value value) throws IOException {
      if (read().equals(value)) {
        return;
      }
      if (value.isAbsent()) {
        put(Optional.empty());
        return;
      }
      var text = Checks.line(value).replace(" ", "");
      if (!values.matcher(text).matches() || text.length() > MAX_VALUE) {
        throw new IOException("not a value of the firewall's " + key + ": '" + text + "'");
      }
      put(Optional.of(text));
    }

    private void put(Optional<String> value) throws IOException {
      Nftables.run(table().with(key, value).commands());
    }

    @Override
    public Snapshot capture() throws IOException {
      return new Snapshot(
          read(), Details.of(List.of(Optional.ofNullable(table().wanted().get(key)))));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      var value = Details.parse(before.detail(), 1).getFirst();
      if (!table().with(key, value).equals(table())) {
        put(value);
      }
    }
  }
}
