package io.reeve.platform.windows;

import io.reeve.core.files.Checks;
import io.reeve.core.files.Details;
import io.reeve.core.files.GivenName;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The machine's name. The value may have the macros of [GivenName]; what became of them is kept in
/// the registry. Windows takes a name up at its next restart: what is read is the name that is set.
/// A machine that belongs to a domain has its name from there, and is left alone.
final class HostnameMechanism implements Mechanism {
  private static final RegistryKey OURS = RegistryKey.machine("SOFTWARE\\Reeve");
  private static final String GIVEN = "GivenName";
  private static final Set<RegistryKey> NAMES =
      Set.of(
          RegistryKey.machine("SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters"),
          RegistryKey.machine("SYSTEM\\CurrentControlSet\\Control\\ComputerName\\ComputerName"));

  private final Optional<MachineName> name;
  private final Optional<Registry> registry;

  /// @param name empty where this is no real machine, and so is the registry
  HostnameMechanism(Optional<MachineName> name, Optional<Registry> registry) {
    this.name = name;
    this.registry = registry;
  }

  @Override
  public String name() {
    return "hostname";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    if (!address.parameters().isEmpty()) {
      throw new IllegalArgumentException("the hostname takes no parameters: " + address);
    }
    if (name.isEmpty() || registry.isEmpty()) {
      throw new NotApplicableException("a scratch root has no name of its own");
    }
    return new Place(name.get(), registry.get());
  }

  @Override
  public Watch watch(Listener listener) throws IOException {
    return registry.isPresent() ? registry.get().watch(() -> NAMES, listener) : () -> {};
  }

  /// The name.
  private record Place(MachineName name, Registry registry) implements Point {
    @Override
    public Value read() throws IOException {
      var now = name.set();
      return Value.of(
          given().filter(one -> one.name().equals(now)).map(GivenName::asked).orElse(now));
    }

    private Optional<GivenName> given() throws IOException {
      var kept = registry.value(OURS, GIVEN).flatMap(RegistryData::text);
      return kept.isEmpty() ? Optional.empty() : GivenName.parse(kept.get());
    }

    /// The machine always has a name, so writing absent changes nothing but what we remember.
    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent()) {
        registry.delete(OURS, GIVEN);
        return;
      }
      var asked = Checks.line(value);
      var known = given().filter(one -> one.asked().equals(asked));
      give(known.isPresent() ? known.get() : GivenName.of(asked, name::serial));
    }

    /// What became of it is kept before it is set, so that a crash between the two gives no second.
    private void give(GivenName given) throws IOException {
      if (name.isInDomain()) {
        throw new NotApplicableException("the machine's domain gives it its name");
      }
      remember(Optional.of(given.json()));
      if (!name.set().equals(given.name())) {
        name.set(given.name());
      }
    }

    private void remember(Optional<String> json) throws IOException {
      if (json.isPresent()) {
        registry.set(OURS, GIVEN, RegistryData.text(Advapi32Registry.REG_SZ, json.get()));
      } else {
        registry.delete(OURS, GIVEN);
      }
    }

    @Override
    public Snapshot capture() throws IOException {
      return new Snapshot(
          read(), Details.of(List.of(Optional.of(name.set()), given().map(GivenName::json))));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      var detail = Details.parse(before.detail(), 2);
      var was = detail.getFirst().orElseThrow();
      if (!name.set().equals(was)) {
        name.set(was);
      }
      remember(detail.get(1));
    }
  }
}
