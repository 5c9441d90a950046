package io.reeve.platform.linux;

import io.reeve.core.spi.Power;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.types.UInt64;

/// logind, which tells everybody at a terminal.
record LogindPower(Clock clock) implements Power {
  @Override
  public void schedule(Way way, Duration in, String words) throws IOException {
    var type =
        switch (way) {
          case RESTART -> "reboot";
          case SWITCH_OFF -> "poweroff";
        };
    var at = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant().plus(in));
    try (var bus = SystemBus.open()) {
      var logind = bus.object(Login1.SERVICE, Login1.OBJECT, Login1.class);
      logind.SetWallMessage(words, true);
      logind.ScheduleShutdown(type, new UInt64(at));
    } catch (DBusExecutionException e) {
      throw SystemBus.failure("ScheduleShutdown " + type, e);
    }
  }

  @Override
  public boolean cancel() throws IOException {
    try (var bus = SystemBus.open()) {
      return bus.object(Login1.SERVICE, Login1.OBJECT, Login1.class).CancelScheduledShutdown();
    } catch (DBusExecutionException e) {
      throw SystemBus.failure("CancelScheduledShutdown", e);
    }
  }
}
