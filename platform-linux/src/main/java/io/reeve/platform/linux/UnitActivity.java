package io.reeve.platform.linux;

import io.reeve.core.files.Details;
import io.reeve.core.spi.Mechanism.Point;
import io.reeve.core.spi.Mechanism.Snapshot;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether a unit runs: `running` or `stopped`. One that a socket, a timer or a path would start
/// again is not stopped, so those that start nothing but it are stopped first. What is restored is
/// what ran. It always does one or the other, so writing absent changes nothing.
record UnitActivity(ServiceMechanism.Context context, String unit) implements Point {
  private Units units() throws IOException {
    return Units.open(context.bus());
  }

  /// @throws io.reeve.core.spi.PendingException while what was begun goes on
  @Override
  public Value read() throws IOException {
    try (var units = units()) {
      context.work().check(unit, units.loaded(unit));
      return Value.of(activity(units));
    }
  }

  private String activity(Units units) throws IOException {
    var loaded = units.loaded(unit);
    context.watched().addAll(loaded.triggeredBy());
    if (loaded.runs()) {
      return "running";
    }
    var triggers = units.running(units.ownTriggers(unit));
    return triggers.isEmpty() ? "stopped" : "stopped until " + triggers.getFirst() + " starts it";
  }

  @Override
  public void write(Value value) throws IOException {
    if (value.isAbsent() || read().equals(value)) {
      return;
    }
    switch (value.wire()) {
      case "running" -> context.work().start(unit);
      case "stopped" -> stop();
      default ->
          throw new IOException("a service is running or stopped, not '" + value.wire() + "'");
    }
  }

  private void stop() throws IOException {
    try (var units = units()) {
      units.ownTriggers(unit).forEach(context.work()::stop);
    }
    context.work().stop(unit);
  }

  @Override
  public Snapshot capture() throws IOException {
    try (var units = units()) {
      var all = new ArrayList<>(units.ownTriggers(unit));
      all.add(unit);
      var running = String.join("\n", units.running(all));
      return new Snapshot(Value.of(activity(units)), Details.of(List.of(Optional.of(running))));
    }
  }

  @Override
  public void restore(Snapshot before) throws IOException {
    var ran = Details.parse(before.detail(), 1).getFirst().orElseThrow().lines().toList();
    try (var units = units()) {
      if (!ran.contains(unit) && units.loaded(unit).runs()) {
        stop();
      }
      for (var each : ran) {
        if (!units.loaded(each).runs()) {
          context.work().start(each);
        }
      }
    }
  }
}
