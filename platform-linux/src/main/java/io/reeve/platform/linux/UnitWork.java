package io.reeve.platform.linux;

import io.reeve.core.spi.PendingException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// What units still need once their files have changed: one reload for all of them, then stops and
/// starts, all at once. Without the reload a unit just masked still starts.
final class UnitWork {
  private final Duration patience;
  private boolean reload;
  private final Set<String> stop = new LinkedHashSet<>();
  private final Set<String> start = new LinkedHashSet<>();

  /// What was begun and had not ended when the agent went on.
  private final Set<String> begun = new LinkedHashSet<>();

  UnitWork(Duration patience) {
    this.patience = patience;
  }

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

  /// Does it, and waits a while for the jobs' ends.
  void perform(String address) throws IOException {
    try (var units = Units.open(address)) {
      if (reload) {
        units.reload();
      }
      if (!stop.isEmpty() || !start.isEmpty()) {
        if (!new UnitJobs(units.bus(), patience).run(jobs())) {
          begun.addAll(stop);
          begun.addAll(start);
        }
      }
    } finally {
      reload = false;
      stop.clear();
      start.clear();
    }
  }

  /// Holds that what we began of a unit has ended.
  void check(String unit, Units.Loaded loaded) throws PendingException {
    if (begun.contains(unit)) {
      if (loaded.hasJob()) {
        throw new PendingException(unit + " is " + loaded.active());
      }
      begun.remove(unit);
    }
  }
}
