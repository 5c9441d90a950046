package io.reeve.platform.linux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.types.Variant;

/// systemd's units as its manager has them, over one connection.
record Units(SystemBus bus) implements AutoCloseable {
  static final String SYSTEMD = "org.freedesktop.systemd1";
  private static final String UNIT = SYSTEMD + ".Unit";

  static Units open(String address) throws IOException {
    return new Units(SystemBus.open(address));
  }

  /// A unit as the manager has loaded it, which is not what its files say until it reloads.
  ///
  /// @param load `loaded`, `masked`, `not-found`, ...
  /// @param active `active`, `inactive`, `failed`, ...
  /// @param triggeredBy the sockets, timers and paths that start it
  /// @param triggers what it starts itself, being one of those
  /// @param pulledInBy the units that start it when they start
  /// @param hasJob whether it is to be started or stopped, or just is
  record Loaded(
      String load,
      String active,
      List<String> triggeredBy,
      List<String> triggers,
      List<String> pulledInBy,
      boolean hasJob) {

    /// Whether it runs, is about to, or listens.
    boolean runs() {
      return switch (active) {
        case "active", "reloading", "activating", "refreshing" -> true;
        default -> false;
      };
    }
  }

  /// @throws IOException also for a name that systemd cannot take
  Loaded loaded(String unit) throws IOException {
    try {
      var path = bus.systemd().LoadUnit(unit).getPath();
      var all = bus.properties(SYSTEMD, path, UNIT);
      var pulled = new ArrayList<>(texts(all, "WantedBy"));
      pulled.addAll(texts(all, "RequiredBy"));
      return new Loaded(
          text(all, "LoadState"),
          text(all, "ActiveState"),
          texts(all, "TriggeredBy"),
          texts(all, "Triggers"),
          List.copyOf(pulled),
          hasJob(all));
    } catch (DBusExecutionException e) {
      throw SystemBus.failure("LoadUnit " + unit, e);
    }
  }

  private static boolean hasJob(Map<String, Variant<?>> all) {
    var job = all.get("Job");
    return job != null
        && job.getValue() instanceof Object[] parts
        && parts[0] instanceof Number id
        && id.longValue() != 0;
  }

  /// When a timer elapses, as systemd itself spells it: `*-*-* 03:00:00`.
  List<String> calendar(String timer) throws IOException {
    try {
      var path = bus.systemd().LoadUnit(timer).getPath();
      var all = bus.properties(SYSTEMD, path, SYSTEMD + ".Timer");
      var found = all.get("TimersCalendar");
      var specs = new ArrayList<String>();
      if (found != null && found.getValue() instanceof List<?> entries) {
        for (var entry : entries) {
          if (entry instanceof Object[] parts && parts.length > 1) {
            specs.add(String.valueOf(parts[1]));
          }
        }
      }
      return specs;
    } catch (DBusExecutionException e) {
      throw SystemBus.failure("LoadUnit " + timer, e);
    }
  }

  private static String text(Map<String, Variant<?>> all, String name) {
    var value = all.get(name);
    return value == null ? "" : String.valueOf(value.getValue());
  }

  private static List<String> texts(Map<String, Variant<?>> all, String name) {
    var value = all.get(name);
    if (value != null && value.getValue() instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    return value != null && value.getValue() instanceof Object[] array
        ? List.of(array).stream().map(String::valueOf).toList()
        : List.of();
  }

  /// What the unit's files come to: `enabled`, `masked-runtime`, ...; empty when it has none.
  String fileState(String unit) throws IOException {
    try {
      return bus.systemd().GetUnitFileState(unit);
    } catch (DBusExecutionException e) {
      if (e.getMessage() != null && e.getMessage().contains("No such file")) {
        return "";
      }
      throw SystemBus.failure("GetUnitFileState " + unit, e);
    }
  }

  /// The sockets, timers and paths that would start it again, and nothing else.
  List<String> ownTriggers(String unit) throws IOException {
    var own = new ArrayList<String>();
    for (var trigger : loaded(unit).triggeredBy()) {
      if (loaded(trigger).triggers().equals(List.of(unit))) {
        own.add(trigger);
      }
    }
    return own;
  }

  /// Those of these units that run or listen.
  List<String> running(List<String> units) throws IOException {
    var running = new ArrayList<String>();
    for (var unit : units) {
      if (loaded(unit).runs()) {
        running.add(unit);
      }
    }
    return running;
  }

  void unmask(String unit) throws IOException {
    call(
        "unmasking " + unit,
        systemd -> {
          systemd.UnmaskUnitFiles(List.of(unit), false);
          systemd.UnmaskUnitFiles(List.of(unit), true);
        });
  }

  void mask(String unit) throws IOException {
    call("masking " + unit, systemd -> systemd.MaskUnitFiles(List.of(unit), false, true));
  }

  /// Not by force: an alias that another unit has, such as `display-manager.service`, stays its.
  ///
  /// @return whether the unit's file says what starts it
  boolean enable(String unit) throws IOException {
    var carries = new boolean[1];
    call(
        "enabling " + unit,
        systemd ->
            carries[0] = systemd.EnableUnitFiles(List.of(unit), false, false).carriesInstallInfo);
    return carries[0];
  }

  void disable(String unit) throws IOException {
    call(
        "disabling " + unit,
        systemd -> {
          systemd.DisableUnitFiles(List.of(unit), false);
          systemd.DisableUnitFiles(List.of(unit), true);
        });
  }

  void reload() throws IOException {
    call("making systemd reload", Systemd1::Reload);
  }

  private interface Call {
    void on(Systemd1 systemd);
  }

  private void call(String what, Call call) throws IOException {
    try {
      call.on(bus.systemd());
    } catch (DBusExecutionException e) {
      throw SystemBus.failure(what, e);
    }
  }

  @Override
  public void close() {
    bus.close();
  }
}
