package io.reeve.platform.windows;

import io.reeve.core.files.Checks;
import io.reeve.core.firewall.FirewallFields;
import io.reeve.core.firewall.FirewallPlace;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.platform.windows.WindowsFirewall.Switch;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Windows' firewall. Parameters: `profile` (`domain`, `private` or `public`) and `key` (`enabled`,
/// `inbound` or `outbound`), or `rule` and `field` (`direction action protocol local-ports
/// remote-ports local-addresses remote-addresses interfaces profiles enabled app name
/// description`).
///
/// Rules are changed when the pass settles. Only those of the group `Reeve` are ever touched.
final class FirewallMechanism implements Mechanism {
  private final Optional<Firewall> firewall;

  /// @param firewall empty where this is no real machine
  FirewallMechanism(Optional<Firewall> firewall) {
    this.firewall = firewall;
  }

  @Override
  public String name() {
    return "firewall";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var key = FirewallFields.key(address);
    if (Checks.optional(address, "rule").isPresent()) {
      return new FirewallPlace(there(), key);
    }
    var which = Switch.valueOf(key.toUpperCase(Locale.ROOT));
    return new State(there(), FirewallProfile.of(address.parameter("profile")), which);
  }

  private Firewall there() throws NotApplicableException {
    return firewall.orElseThrow(
        () -> new NotApplicableException("a scratch root has no network of its own"));
  }

  @Override
  public void settle(List<Address> written) throws IOException {
    boolean rules = written.stream().anyMatch(each -> Checks.optional(each, "rule").isPresent());
    if (firewall.isPresent() && rules) {
      firewall.get().settle();
    }
  }

  @Override
  public String effect(List<Address> written) {
    return "changes the firewall";
  }

  @Override
  public Watch watch(Listener listener) throws IOException {
    return firewall.isPresent() ? firewall.get().watch(listener) : () -> {};
  }

  /// A switch of a profile.
  private record State(Firewall firewall, FirewallProfile profile, Switch which) implements Point {
    @Override
    public Value read() throws IOException {
      return Value.of(word(firewall.is(profile, which)));
    }

    private String word(boolean on) {
      return which == Switch.ENABLED ? Boolean.toString(on) : on ? "block" : "allow";
    }

    /// Without a value it is as a new Windows has it: on, blocking what comes in.
    @Override
    public void write(Value value) throws IOException {
      var text = value.isAbsent() ? word(which != Switch.OUTBOUND) : Checks.line(value);
      if (!text.equals(word(true)) && !text.equals(word(false))) {
        throw new IOException("not a value of the firewall: '" + text + "'");
      }
      firewall.set(profile, which, text.equals(word(true)));
    }

    /// As this machine has it set: what a group policy decides is not ours to put back.
    @Override
    public Snapshot capture() throws IOException {
      return new Snapshot(read(), word(firewall.own(profile, which)));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      firewall.putBack(profile, which, before.detail().equals(word(true)));
    }
  }
}
