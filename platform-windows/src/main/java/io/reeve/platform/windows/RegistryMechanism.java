package io.reeve.platform.windows;

import io.reeve.core.files.Checks;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// A value below `HKEY_LOCAL_MACHINE`, which is what most policies of Windows are. Its parameters:
///
/// - `path`: the key, and `name`: the value
/// - `type`: how it is kept, a name of [RegistryForm]
/// - `service`, if there is one: who reads it, and is told of a change
///
/// A domain's group policy writes the same places: what it changes is drift, and who wins is
/// decided by the rule on fights.
final class RegistryMechanism implements Mechanism {
  private static final Pattern PATH =
      Pattern.compile("(SOFTWARE|SYSTEM)(\\\\[^\\\\\\p{Cntrl}]{1,255}){1,30}");
  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,255}");

  private final Optional<Registry> registry;
  private final Optional<Services> services;
  private final Set<RegistryKey> bound = ConcurrentHashMap.newKeySet();
  private volatile Optional<Watching> watching = Optional.empty();

  /// @param registry empty where there is none
  /// @param services empty where nobody is to be told of a change
  RegistryMechanism(Optional<Registry> registry, Optional<Services> services) {
    this.registry = registry;
    this.services = services;
  }

  @Override
  public String name() {
    return "registry";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var key = RegistryKey.machine(Checks.parameter(address, "path", PATH));
    var name = Checks.parameter(address, "name", NAME);
    var form = RegistryForm.named(address.parameter("type"));
    var there =
        registry.orElseThrow(() -> new NotApplicableException("a scratch root has no registry"));
    if (bound.add(key)) {
      watching.ifPresent(Watching::refresh);
    }
    return new Place(there, key, name, form);
  }

  @Override
  public void settle(List<Address> written) throws IOException {
    if (services.isPresent()) {
      for (var service : Checks.distinct(written, "service")) {
        services.get().tellOfChange(service);
      }
    }
  }

  @Override
  public String effect(List<Address> written) {
    var told = services.isPresent() ? Checks.distinct(written, "service") : List.<String>of();
    return told.isEmpty() ? "" : "tells " + String.join(", ", told);
  }

  @Override
  public Watch watch(Listener listener) throws IOException {
    if (registry.isEmpty()) {
      return () -> {};
    }
    var watch = registry.get().watch(() -> bound, listener);
    watching = Optional.of(watch);
    return watch;
  }

  /// A value of a key.
  private record Place(Registry registry, RegistryKey key, String name, RegistryForm form)
      implements Point {
    @Override
    public Value read() throws IOException {
      return registry
          .value(key, name)
          .flatMap(form::decode)
          .<Value>map(Value::of)
          .orElse(Value.absent());
    }

    @Override
    public void write(Value value) throws IOException {
      put(value.isAbsent() ? Optional.empty() : Optional.of(form.encode(value)));
    }

    private void put(Optional<RegistryData> wanted) throws IOException {
      var now = registry.value(key, name);
      if (now.equals(wanted)) {
        return;
      }
      if (wanted.isPresent()) {
        registry.set(key, name, wanted.get());
      } else {
        registry.delete(key, name);
      }
    }

    /// The data as they are, of whatever type.
    @Override
    public Snapshot capture() throws IOException {
      return new Snapshot(read(), registry.value(key, name).map(RegistryData::toString).orElse(""));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      put(
          before.detail().isEmpty()
              ? Optional.empty()
              : Optional.of(RegistryData.parse(before.detail())));
    }
  }
}
