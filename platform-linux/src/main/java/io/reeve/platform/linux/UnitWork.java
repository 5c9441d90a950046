package io.reeve.platform.linux;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// What units still need once their files have changed: one reload for all of them, then stops and
/// starts, all at once. Without the reload a unit just masked still starts.
final class UnitWork {
  private boolean reload;
  private final Set<String> stop = new LinkedHashSet<>();
  private final Set<String> start = new LinkedHashSet<>();

  void reload() {
    reload = true;
  }

  void stop(String unit) {
    start.remove(unit);
    stop.add(unit);
  }

  void start(String unit) {
    stop.remove(unit);
    start.add(unit);
  }

  private Map<String, UnitJobs.Call> jobs() {
    var jobs = new LinkedHashMap<String, UnitJobs.Call>();
    for (var unit : stop) {
      jobs.put("stopping " + unit, systemd -> systemd.StopUnit(unit, "replace"));
    }
    for (var unit : start) {
      jobs.put("starting " + unit, systemd -> systemd.StartUnit(unit, "replace"));
    }
    return jobs;
  }

  /// Does it, and waits for the jobs' ends.
  ///
  /// @throws io.reeve.core.spi.PendingException when a job takes longer than the agent may wait
  void perform(String address) throws IOException {
    try (var units = Units.open(address)) {
      if (reload) {
        units.reload();
      }
      if (!stop.isEmpty() || !start.isEmpty()) {
        new UnitJobs(units.bus()).run(jobs());
      }
    } finally {
      reload = false;
      stop.clear();
      start.clear();
    }
  }
}
