package io.reeve.platform.linux;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.Properties;

/// Whether the clock is set by a client, `true` or `false`, through systemd-timedated. It is always
/// the one or the other, so writing absent changes nothing.
///
/// timedated says that all is well also where the client is then not started, because a condition
/// of its unit does not hold: in a container, say. There the place is not to be had.
///
/// @param address where the bus is
/// @param unit the client's
/// @param wants the folder of links by which it is started
record NtpSwitch(String address, String unit, Set<Path> wants) implements Mechanism.Point {
  private static final String UNIT = Units.SYSTEMD + ".Unit";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Override
  public Value read() throws IOException {
    try (var bus = SystemBus.open(address)) {
      if (!flag(bus, "CanNTP")) {
        throw new NotApplicableException("systemd-timedated knows no client that sets the clock");
      }
      boolean on = flag(bus, "NTP");
      if (!on && isSkipped(bus)) {
        throw new NotApplicableException(
            unit
                + " is not started here, for a condition of the unit does not hold; in a container"
                + " the clock is the host's");
      }
      return Value.of(Boolean.toString(on));
    } catch (DBusExecutionException e) {
      throw SystemBus.failure("asking systemd-timedated", e);
    }
  }

  private static boolean flag(SystemBus bus, String name) throws IOException {
    return bus.object(Timedate1.SERVICE, Timedate1.OBJECT, Properties.class)
        .<Boolean>Get(Timedate1.SERVICE, name);
  }

  /// Whether systemd was to start the unit and has not, because of a condition.
  private boolean isSkipped(SystemBus bus) throws IOException {
    var path = bus.systemd().LoadUnit(unit).getPath();
    var all = bus.object(Units.SYSTEMD, path, Properties.class);
    return all.<org.freedesktop.dbus.types.UInt64>Get(UNIT, "ConditionTimestamp").longValue() > 0
        && !all.<Boolean>Get(UNIT, "ConditionResult");
  }

  @Override
  public void write(Value value) throws IOException {
    if (value.isAbsent() || read().sameAs(value)) {
      return;
    }
    boolean on = value.wire().equals("true");
    try (var bus = SystemBus.open(address)) {
      bus.object(Timedate1.SERVICE, Timedate1.OBJECT, Timedate1.class).SetNTP(on, false);
    } catch (DBusExecutionException e) {
      throw SystemBus.failure("SetNTP", e);
    }
    await(on);
  }

  /// timedated has it done and does not wait; asking for the same again waits for its end.
  private void await(boolean on) throws IOException {
    var work = new UnitWork(PATIENCE);
    if (on) {
      work.start(unit);
    } else {
      work.stop(unit);
    }
    work.perform(address);
  }

  @Override
  public Set<Path> files() {
    return wants;
  }
}
