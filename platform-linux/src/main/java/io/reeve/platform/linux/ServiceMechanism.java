package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.freedesktop.dbus.exceptions.DBusExecutionException;

/// How a service starts, through systemd's manager: `auto` (enabled), `manual` (disabled) or
/// `disabled` (masked, and stopped).
///
/// Parameter: `unit`, with or without `.service`. After every change the manager is told to reload:
/// without that a unit just masked still starts. What is restored is the unit file's former state.
/// A unit is never unset, so writing absent changes nothing.
final class ServiceMechanism implements Mechanism {
  private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:_.@\\\\-]{0,200}");
  private static final Pattern TYPE = Pattern.compile(".*\\.(service|socket|timer|path)");
  private final Host host;
  private final Optional<String> bus;

  ServiceMechanism(Host host) {
    this(host, host.isScratch() ? Optional.empty() : Optional.of(SystemBus.address()));
  }

  /// @param bus where the D-Bus is on which systemd's manager answers; empty for none
  ServiceMechanism(Host host, Optional<String> bus) {
    this.host = host;
    this.bus = bus;
  }

  @Override
  public String name() {
    return "service";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var unit = Checks.parameter(address, "unit", UNIT);
    var name = TYPE.matcher(unit).matches() ? unit : unit + ".service";
    if (bus.isEmpty()) {
      throw new NotApplicableException("a scratch root has no running systemd");
    }
    if (!host.isScratch() && !Files.isDirectory(host.path("/run/systemd/system"))) {
      throw new NotApplicableException("systemd does not run this machine");
    }
    if (state(bus.get(), name).isEmpty()) {
      throw new NotApplicableException("there is no unit " + name);
    }
    return new Place(bus.get(), name);
  }

  /// What systemd calls the unit file's state; empty when there is no such unit.
  private static Optional<String> state(String address, String unit) throws NotApplicableException {
    try (var bus = SystemBus.open(address)) {
      return Optional.of(bus.systemd().GetUnitFileState(unit)).filter(state -> !state.isEmpty());
    } catch (DBusExecutionException e) {
      if (e.getMessage() != null && e.getMessage().contains("No such file")) {
        return Optional.empty();
      }
      throw new NotApplicableException(
          "systemd does not tell about " + unit + ": " + e.getMessage());
    } catch (IOException e) {
      throw new NotApplicableException("systemd cannot be asked: " + e.getMessage());
    }
  }

  /// A unit.
  private record Place(String address, String unit) implements Point {
    @Override
    public Value read() throws IOException {
      return Value.of(mode(state()));
    }

    private String state() throws IOException {
      return ServiceMechanism.state(address, unit).orElse("");
    }

    private static String mode(String state) {
      return switch (state) {
        case "enabled", "enabled-runtime", "static", "alias", "indirect", "generated" -> "auto";
        case "masked", "masked-runtime" -> "disabled";
        default -> "manual";
      };
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent() || read().equals(value)) {
        return;
      }
      switch (value.wire()) {
        case "auto" -> enter("enabled");
        case "manual" -> enter("disabled");
        case "disabled" -> enter("masked");
        default ->
            throw new IOException(
                "a service is auto, manual or disabled, not '" + value.wire() + "'");
      }
    }

    /// Takes the unit file to a state of systemd's. `static`, `indirect` and the like are what is
    /// left when it is not masked; they cannot be asked for.
    private void enter(String state) throws IOException {
      var units = List.of(unit);
      try (var bus = SystemBus.open(address)) {
        var systemd = bus.systemd();
        if (!state.startsWith("masked")) {
          systemd.UnmaskUnitFiles(units, false);
          systemd.UnmaskUnitFiles(units, true);
        }
        switch (state) {
          case "enabled", "enabled-runtime" ->
              systemd.EnableUnitFiles(units, state.endsWith("-runtime"), true);
          case "disabled" -> systemd.DisableUnitFiles(units, false);
          case "masked", "masked-runtime" ->
              systemd.MaskUnitFiles(units, state.endsWith("-runtime"), true);
          default -> {}
        }
        systemd.Reload();
        if (state.startsWith("masked")) {
          systemd.StopUnit(unit, "replace");
        }
      } catch (DBusExecutionException e) {
        throw SystemBus.failure("making " + unit + " " + state, e);
      }
    }

    @Override
    public Snapshot capture() throws IOException {
      return new Snapshot(read(), Details.of(List.of(Optional.of(state()))));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      var state = Details.parse(before.detail(), 1).getFirst().orElseThrow();
      if (!state.equals(state())) {
        enter(state);
      }
    }

    @Override
    public Set<Path> files() {
      return Set.of(Path.of("/etc/systemd/system"));
    }
  }
}
