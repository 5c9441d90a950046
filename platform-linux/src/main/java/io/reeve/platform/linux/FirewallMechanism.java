package io.reeve.platform.linux;

import io.reeve.core.firewall.FirewallFields;
import io.reeve.core.firewall.FirewallPlace;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import java.io.IOException;
import java.util.List;

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
    var key = FirewallFields.key(address);
    if (!kernel) {
      throw new NotApplicableException("a scratch root has no network of its own");
    }
    return new FirewallPlace(firewall, key);
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
}
