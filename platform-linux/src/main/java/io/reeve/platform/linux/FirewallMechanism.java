package io.reeve.platform.linux;

import io.reeve.core.files.Checks;
import io.reeve.core.files.Details;
import io.reeve.core.firewall.FirewallFields;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The machine's firewall, wherever it is: with firewalld or ufw where one of them is in charge,
/// else in a table of our own.
///
/// Parameters: `key` (`enabled`, `inbound` or `outbound`), or `rule` and `field` (`direction action
/// protocol local-ports remote-ports local-addresses remote-addresses interfaces profiles enabled
/// app name description`). What is written takes effect when the pass settles, all at once.
///
/// A rule counts when its `enabled` is true. One that has something that cannot be held here (a
/// program, say) is left out whole, and its `enabled` says why: narrower than asked would be a
/// nuisance, wider a hole.
final class FirewallMechanism implements Mechanism {
  private final boolean kernel;
  private final Firewall firewall;

  FirewallMechanism(Host host) {
    this(host, !host.isScratch(), SystemBus.address());
  }

  /// @param kernel whether this process's network namespace may be changed
  /// @param bus where firewalld is asked for
  FirewallMechanism(Host host, boolean kernel, String bus) {
    this.kernel = kernel;
    this.firewall =
        new Firewall(
            host,
            List.of(new FirewalldBackend(host, bus), new UfwBackend(host), new OwnTable(host)));
  }

  @Override
  public String name() {
    return "firewall";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var rule = Checks.optional(address, "rule");
    var key =
        rule.isEmpty()
            ? FirewallFields.key(address.parameter("key"))
            : FirewallFields.key(rule.get(), address.parameter("field"));
    if (!kernel) {
      throw new NotApplicableException("a scratch root has no network of its own");
    }
    return new Place(firewall, key);
  }

  @Override
  public void settle(List<Address> written) throws IOException {
    if (kernel) {
      firewall.settle();
    }
  }

  @Override
  public String effect(List<Address> written) {
    return "changes the firewall, all at once";
  }

  @Override
  public Watch watch(Listener listener) throws IOException {
    return kernel ? NftWatch.start(listener, firewall::isOurs) : () -> {};
  }

  /// A key of the firewall.
  private record Place(Firewall firewall, String key) implements Point {
    @Override
    public Value read() throws IOException {
      return firewall.value(key).<Value>map(Value::of).orElse(Value.absent());
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent()) {
        firewall.change(key, Optional.empty());
        return;
      }
      var text = Checks.line(value).strip();
      if (!FirewallFields.takes(key, text)) {
        throw new IOException("not a value of the firewall's " + key + ": '" + text + "'");
      }
      firewall.change(key, Optional.of(text));
    }

    /// What it was made, not what is in force: that is nobody's to put back but whoever made it so.
    @Override
    public Snapshot capture() throws IOException {
      return new Snapshot(read(), Details.of(List.of(firewall.made(key))));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      firewall.change(key, Details.parse(before.detail(), 1).getFirst());
    }

    @Override
    public Set<Path> files() {
      return firewall.files();
    }
  }
}
