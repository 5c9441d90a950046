package io.reeve.platform.linux;

import io.reeve.core.files.DropInPlace;
import io.reeve.core.files.Layout;
import io.reeve.core.files.LineStyle;
import io.reeve.core.files.Source;
import io.reeve.core.spi.Mechanism.Point;
import io.reeve.core.spi.Mechanism.Snapshot;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// When a timer elapses: a calendar expression as systemd itself spells it, in a drop-in of ours
/// that takes the place of what its package says. Read from the manager; absent while no drop-in
/// says anything, for a timer always has some schedule.
record UnitSchedule(ServiceMechanism.Context context, String unit, DropInPlace stored)
    implements Point {

  static UnitSchedule of(ServiceMechanism.Context context, String unit)
      throws NotApplicableException {
    if (!unit.endsWith(".timer")) {
      throw new NotApplicableException(unit + " is no timer");
    }
    var folder = "/etc/systemd/system/" + unit + ".d";
    var layout =
        new Layout(
            folder + "/99-zz-reeve.conf",
            List.of(
                new Source.All(
                    List.of(
                        "/usr/lib/systemd/system/" + unit + ".d",
                        "/run/systemd/system/" + unit + ".d",
                        folder),
                    ".conf")),
            LineStyle.INI,
            Optional.empty());
    return new UnitSchedule(
        context,
        unit,
        new DropInPlace(context.host(), layout, "Timer", "OnCalendar", true, parsed -> parsed));
  }

  @Override
  public Value read() throws IOException {
    if (stored.read().isAbsent()) {
      return Value.absent();
    }
    try (var units = Units.open(context.bus())) {
      return Value.of(String.join(" and ", units.calendar(unit)));
    }
  }

  @Override
  public void write(Value value) throws IOException {
    if (!value.sameAs(read())) {
      stored.write(value);
      context.work().reload();
    }
  }

  @Override
  public Snapshot capture() throws IOException {
    return new Snapshot(read(), stored.capture().detail());
  }

  @Override
  public void restore(Snapshot before) throws IOException {
    stored.restore(before);
    context.work().reload();
  }

  @Override
  public Set<Path> files() {
    return stored.files();
  }
}
