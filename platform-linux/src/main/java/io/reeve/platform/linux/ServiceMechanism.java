package io.reeve.platform.linux;

import io.reeve.core.files.Checks;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Services and other units, through systemd's manager.
///
/// Parameters: `unit`, with or without `.service`, or several with `|` between, of which the first
/// that is there counts; `of`, which is `startup` (how it starts, also when it is missing:
/// [UnitStartup]), `activity` (whether it runs: [UnitActivity]) or `schedule` (when a timer
/// elapses: [UnitSchedule]); `requires`. An alias stands for the unit it names. The manager reloads
/// once for each pass, then units stop and start.
///
/// On its own thread only, but for the units that are watched.
final class ServiceMechanism implements Mechanism {
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9:_.@\\\\-]{0,200}";
  private static final Pattern UNIT = Pattern.compile(NAME + "([|]" + NAME + "){0,7}");
  private static final Pattern TYPE =
      Pattern.compile(
          ".*\\.(service|socket|timer|path|target|mount|automount|swap|slice|scope|device)");

  /// What can be held: the rest (targets, mounts, slices) carries others, the agent and the next
  /// boot among them.
  private static final Pattern HELD = Pattern.compile(".*\\.(service|socket|timer|path)");

  private static final Pattern OF = Pattern.compile("startup|activity|schedule");

  /// Without these nobody can ask systemd for anything, not even for them.
  private static final Set<String> VITAL =
      Set.of("dbus.service", "dbus.socket", "dbus-broker.service");

  private final Host host;
  private final Optional<String> bus;
  private final UnitFolders folders;
  private final UnitWork work;
  private final Set<String> watched = ConcurrentHashMap.newKeySet();

  ServiceMechanism(Host host) {
    this(
        host,
        host.isScratch() ? Optional.empty() : Optional.of(SystemBus.address()),
        UnitFolders.SYSTEM,
        UnitJobs.PATIENCE);
  }

  /// @param bus where the D-Bus is on which systemd's manager answers; empty for none
  /// @param folders where that manager's unit files are
  /// @param patience how long the agent may wait for units to start and stop
  ServiceMechanism(Host host, Optional<String> bus, UnitFolders folders, Duration patience) {
    this.host = host;
    this.bus = bus;
    this.folders = folders;
    this.work = new UnitWork(patience);
  }

  @Override
  public String name() {
    return "service";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var names = Checks.parameter(address, "unit", UNIT);
    var of = Checks.optional(address, "of").orElse("startup");
    if (!OF.matcher(of).matches()) {
      throw new IllegalArgumentException("a unit has no '" + of + "'");
    }
    if (bus.isEmpty()) {
      throw new NotApplicableException("a scratch root has no running systemd");
    }
    if (!host.isScratch() && !Files.isDirectory(host.path("/run/systemd/system"))) {
      throw new NotApplicableException("systemd does not run this machine");
    }
    Checks.requires(host, address);
    try {
      var unit = first(names);
      watched.add(unit);
      return place(of, unit);
    } catch (NotApplicableException e) {
      throw e;
    } catch (IOException e) {
      throw new NotApplicableException("systemd cannot be asked: " + e.getMessage());
    }
  }

  private Point place(String of, String unit) throws NotApplicableException {
    var context = new Context(host, bus.orElseThrow(), folders, work, watched);
    return switch (of) {
      case "activity" -> new UnitActivity(context, unit);
      case "schedule" -> UnitSchedule.of(context, unit);
      default -> new UnitStartup(context, unit);
    };
  }

  /// The first of the names that is there.
  private String first(String names) throws IOException {
    var all = List.of(names.split("\\|"));
    for (var name : all) {
      var unit = folders.canonical(full(name));
      hold(unit);
      if (exists(unit)) {
        return unit;
      }
    }
    throw new NotApplicableException(
        "there is no unit " + (all.size() > 1 ? String.join(" or ", all) : full(all.getFirst())));
  }

  private static String full(String name) {
    return TYPE.matcher(name).matches() ? name : name + ".service";
  }

  /// What both kinds of place share.
  ///
  /// @param work what is left to do when the pass settles
  /// @param watched the units whose changes are told
  record Context(Host host, String bus, UnitFolders folders, UnitWork work, Set<String> watched) {}

  /// Holds that the agent would outlive its loss.
  private void hold(String unit) throws IOException {
    if (unit.contains("@.")) {
      throw new NotApplicableException(unit + " is a template: name one of its instances");
    }
    if (!HELD.matcher(unit).matches()) {
      throw new NotApplicableException(
          unit + " is no service, socket, timer or path: too much depends on such units");
    }
    if (VITAL.contains(unit) || isOwn(unit)) {
      throw new NotApplicableException("the agent itself cannot work without " + unit);
    }
  }

  private boolean exists(String unit) throws IOException {
    try (var units = Units.open(bus.orElseThrow())) {
      return !units.loaded(unit).load().equals("not-found") || !units.fileState(unit).isEmpty();
    }
  }

  /// Whether this process runs in it.
  private boolean isOwn(String unit) throws IOException {
    var groups = host.path("/proc/self/cgroup");
    return Files.exists(groups)
        && Files.readString(groups)
            .lines()
            .anyMatch(line -> (line + "/").contains("/" + unit + "/"));
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
