package io.reeve.platform.windows;

import static io.reeve.platform.windows.Advapi32Services.*;

import io.reeve.core.files.Checks;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.platform.windows.Services.Startup;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// How services start, and whether they run. Parameters: `unit`, the service's short name, and
/// `of`: `startup` (when missing; `auto`, `manual` or `disabled`) or `activity` (`running` or
/// `stopped`).
///
/// A service always starts in some way and runs or does not, so writing absent changes nothing. One
/// that starts by itself with a delay is `auto` and stays so.
final class ServiceMechanism implements Mechanism {
  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}/\\\\]{1,256}");
  private static final RegistryKey CONFIGURATION =
      RegistryKey.machine("SYSTEM\\CurrentControlSet\\Services");

  private final Optional<Services> services;
  private final Optional<Registry> registry;
  private final Set<String> bound = ConcurrentHashMap.newKeySet();
  private volatile Optional<Both> watching = Optional.empty();

  /// @param services empty where this is no real machine
  /// @param registry where Windows keeps how they start, to hear of changes; empty likewise
  ServiceMechanism(Optional<Services> services, Optional<Registry> registry) {
    this.services = services;
    this.registry = registry;
  }

  @Override
  public String name() {
    return "service";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var name = Checks.parameter(address, "unit", NAME);
    var of = Checks.optional(address, "of").orElse("startup");
    if (!Set.of("startup", "activity").contains(of)) {
      throw new IllegalArgumentException("a service has startup and activity, not '" + of + "'");
    }
    var there =
        services.orElseThrow(() -> new NotApplicableException("a scratch root runs no services"));
    if (bound.add(name)) {
      watching.ifPresent(Both::refresh);
    }
    var place = new Place(there, name);
    return of.equals("startup") ? new Starting(place) : new Activity(place);
  }

  @Override
  public Watch watch(Listener listener) throws IOException {
    if (services.isEmpty() || registry.isEmpty()) {
      return () -> {};
    }
    var both = new Both(services.get().watch(() -> bound, listener), keys(listener));
    watching = Optional.of(both);
    return both;
  }

  private Watching keys(Listener listener) throws IOException {
    return registry
        .orElseThrow()
        .watch(
            () ->
                bound.stream()
                    .map(CONFIGURATION::child)
                    .collect(java.util.stream.Collectors.toSet()),
            listener);
  }

  /// The service manager tells of what runs, the registry of how it starts.
  private record Both(Watching activity, Watching startup) implements Watching {
    @Override
    public void refresh() {
      activity.refresh();
      startup.refresh();
    }

    @Override
    public boolean isOn() {
      return activity.isOn() && startup.isOn();
    }

    @Override
    public void close() {
      activity.close();
      startup.close();
    }
  }

  /// A service that may be there.
  private record Place(Services services, String name) {
    Startup startup() throws IOException {
      return services
          .startup(name)
          .orElseThrow(() -> new NotApplicableException("there is no service " + name + " here"));
    }
  }

  /// How it starts.
  private record Starting(Place place) implements Point {
    @Override
    public Value read() throws IOException {
      int type = place.startup().type();
      return Value.of(
          switch (type) {
            case SERVICE_AUTO_START -> "auto";
            case SERVICE_DEMAND_START -> "manual";
            case SERVICE_DISABLED -> "disabled";
            default -> "driver " + type;
          });
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent() || read().equals(value)) {
        return;
      }
      place.services.configure(place.name, new Startup(number(value.wire()), false));
    }

    private static int number(String word) throws IOException {
      return switch (word) {
        case "auto" -> SERVICE_AUTO_START;
        case "manual" -> SERVICE_DEMAND_START;
        case "disabled" -> SERVICE_DISABLED;
        default ->
            throw new IOException("a service is auto, manual or disabled, not '" + word + "'");
      };
    }

    @Override
    public Snapshot capture() throws IOException {
      var now = place.startup();
      return new Snapshot(read(), now.type() + " " + now.delayed());
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      var words = before.detail().split(" ");
      place.services.configure(
          place.name, new Startup(Integer.parseInt(words[0]), Boolean.parseBoolean(words[1])));
    }
  }

  /// Whether it runs.
  private record Activity(Place place) implements Point {
    @Override
    public Value read() throws IOException {
      place.startup();
      return Value.of(place.services.isRunning(place.name) ? "running" : "stopped");
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent() || read().equals(value)) {
        return;
      }
      switch (value.wire()) {
        case "running" -> place.services.start(place.name);
        case "stopped" -> place.services.stop(place.name);
        default ->
            throw new IOException("a service is running or stopped, not '" + value.wire() + "'");
      }
    }
  }
}
