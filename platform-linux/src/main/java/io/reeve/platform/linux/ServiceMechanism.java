package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Services and other units, through systemd's manager.
///
/// Parameters: `unit`, with or without `.service`; `of`, which is `startup` (how it starts, also
/// when it is missing: [UnitStartup]) or `activity` (whether it runs: [UnitActivity]). An alias
/// stands for the unit it names. The manager reloads once for each pass, then units stop and start.
///
/// On its own thread only, but for the units that are watched.
final class ServiceMechanism implements Mechanism {
  private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:_.@\\\\-]{0,200}");
  private static final Pattern TYPE =
      Pattern.compile(".*\\.(service|socket|timer|path|target|mount|automount|swap|slice|device)");
  private static final Pattern OF = Pattern.compile("startup|activity");

  /// Without these nobody can ask systemd for anything, not even for them.
  private static final Set<String> VITAL =
      Set.of("dbus.service", "dbus.socket", "dbus-broker.service");

  private final Host host;
  private final Optional<String> bus;
  private final UnitFolders folders;
  private final UnitWork work = new UnitWork();
  private final Set<String> watched = ConcurrentHashMap.newKeySet();

  ServiceMechanism(Host host) {
    this(
        host,
        host.isScratch() ? Optional.empty() : Optional.of(SystemBus.address()),
        UnitFolders.SYSTEM);
  }

  /// @param bus where the D-Bus is on which systemd's manager answers; empty for none
  /// @param folders where that manager's unit files are
  ServiceMechanism(Host host, Optional<String> bus, UnitFolders folders) {
    this.host = host;
    this.bus = bus;
    this.folders = folders;
  }

  @Override
  public String name() {
    return "service";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var unit = Checks.parameter(address, "unit", UNIT);
    boolean activity =
        Checks.optional(address, "of").isPresent()
            && Checks.parameter(address, "of", OF).equals("activity");
    var name = TYPE.matcher(unit).matches() ? unit : unit + ".service";
    if (bus.isEmpty()) {
      throw new NotApplicableException("a scratch root has no running systemd");
    }
    if (!host.isScratch() && !Files.isDirectory(host.path("/run/systemd/system"))) {
      throw new NotApplicableException("systemd does not run this machine");
    }
    var context = new Context(bus.get(), folders, work, watched);
    try {
      var canonical = folders.canonical(name);
      hold(canonical);
      watched.add(canonical);
      return activity ? new UnitActivity(context, canonical) : new UnitStartup(context, canonical);
    } catch (NotApplicableException e) {
      throw e;
    } catch (IOException e) {
      throw new NotApplicableException("systemd cannot be asked: " + e.getMessage());
    }
  }

  /// What both kinds of place share.
  ///
  /// @param work what is left to do when the pass settles
  /// @param watched the units whose changes are told
  record Context(String bus, UnitFolders folders, UnitWork work, Set<String> watched) {}

  /// Holds that there is such a unit, and that the agent would outlive its loss.
  private void hold(String unit) throws IOException {
    if (unit.contains("@.")) {
      throw new NotApplicableException(unit + " is a template: name one of its instances");
    }
    if (VITAL.contains(unit) || isOwn(unit)) {
      throw new NotApplicableException("the agent itself cannot work without " + unit);
    }
    try (var units = Units.open(bus.orElseThrow())) {
      if (units.loaded(unit).load().equals("not-found") && units.fileState(unit).isEmpty()) {
        throw new NotApplicableException("there is no unit " + unit);
      }
    }
  }

  /// Whether this process runs in it.
  private boolean isOwn(String unit) throws IOException {
    var groups = host.path("/proc/self/cgroup");
    return Files.exists(groups)
        && Files.readString(groups).lines().anyMatch(line -> line.endsWith("/" + unit));
  }

  @Override
  public void settle(List<Address> written) throws IOException {
    if (bus.isPresent()) {
      work.perform(bus.get());
    }
  }

  @Override
  public Watch watch(Listener listener) throws IOException {
    return bus.isEmpty() ? () -> {} : UnitWatch.start(bus.get(), watched, listener);
  }
}
