package io.reeve.platform.linux;

import io.reeve.core.files.Checks;
import io.reeve.core.files.DropInPlace;
import io.reeve.core.files.Layout;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/// Keys in drop-in files, for every family of which [Families] tells the layout, whom to ask what
/// is in force, and how a change takes effect.
final class DropInMechanism implements Mechanism {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:_.*/@-]{0,127}");
  private final String name;
  private final Host host;
  private final Family family;

  DropInMechanism(String name, Host host, Family family) {
    this.name = name;
    this.host = host;
    this.family = family;
  }

  /// What one family of files has of its own.
  interface Family {
    /// Which files there are.
    ///
    /// @throws IllegalArgumentException when the address cannot name any
    Layout layout(Address address);

    /// Whom to ask.
    ///
    /// @throws NotApplicableException when what reads the files is not on this machine
    DropInPlace.InForce owner(Host host, Address address) throws NotApplicableException;

    /// Tells whoever reads the files that they have changed.
    void settle(Host host, List<Address> written) throws IOException;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isOfEntries() {
    return true;
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var key = Checks.parameter(address, "key", KEY);
    var section = Checks.optional(address, "section").orElse("");
    boolean list = Checks.optional(address, "list").filter("true"::equals).isPresent();
    var layout = family.layout(address);
    Checks.requires(host, address);
    return new DropInPlace(host, layout, section, key, list, family.owner(host, address));
  }

  @Override
  public void settle(List<Address> written) throws IOException {
    family.settle(host, written);
  }

  @Override
  public String effect(List<Address> written) {
    return Reload.effect(host, Checks.distinct(written, "unit"));
  }
}
