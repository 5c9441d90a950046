package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.types.UInt64;

/// Has logind restart the machine or switch it off, with a notice to everybody who is logged in.
/// The argument says in how many minutes, 0 to 1440; none means in five, in which people can save
/// their work (the Reboot CSP asks for five minutes at most).
///
/// @param type of `ScheduleShutdown`
/// @param notice what people are told, with a hole for the minutes
record PowerAction(Host host, OmaUri uri, String type, String notice) implements RemoteAction {
  private static final OmaUri RESTART = OmaUri.parse("./Device/Vendor/MSFT/Reboot/RebootNow");
  private static final OmaUri SHUT_DOWN = OmaUri.parse("./Device/Vendor/Reeve/Actions/ShutDown");
  private static final int USUAL = 5;
  private static final int MOST = 1440;

  static List<RemoteAction> all(Host host) {
    return List.of(
        new PowerAction(
            host,
            RESTART,
            "reboot",
            "Your organisation restarts this machine in %d minutes. Please save your work."),
        new PowerAction(
            host,
            SHUT_DOWN,
            "poweroff",
            "Your organisation switches this machine off in %d minutes. Please save your work."),
        new StayOn(host));
  }

  @Override
  public boolean endsMachine() {
    return true;
  }

  @Override
  public Result run(Value argument) throws IOException {
    int minutes;
    try {
      minutes = argument.isAbsent() ? USUAL : Integer.parseInt(argument.wire().strip());
    } catch (NumberFormatException _) {
      minutes = -1;
    }
    if (minutes < 0 || minutes > MOST) {
      return new Result.Refused("the argument is the minutes until then, 0 to " + MOST);
    }
    if (host.isScratch()) {
      return new Result.Refused("a scratch root cannot be switched off");
    }
    var at = host.clock().instant().plus(Duration.ofMinutes(minutes));
    schedule(minutes, at);
    return new Result.Started(at);
  }

  private void schedule(int minutes, Instant at) throws IOException {
    try (var bus = SystemBus.open()) {
      var logind = bus.object(Login1.SERVICE, Login1.OBJECT, Login1.class);
      logind.SetWallMessage(notice.formatted(minutes), true);
      logind.ScheduleShutdown(type, new UInt64(ChronoUnit.MICROS.between(Instant.EPOCH, at)));
    } catch (DBusExecutionException e) {
      throw SystemBus.failure("ScheduleShutdown " + type, e);
    }
  }

  /// Calls a restart or the switching off off, as long as it has not begun.
  private record StayOn(Host host) implements RemoteAction {
    @Override
    public OmaUri uri() {
      return OmaUri.parse("./Device/Vendor/Reeve/Actions/CancelShutDown");
    }

    @Override
    public Result run(Value argument) throws IOException {
      if (!argument.isAbsent()) {
        return new Result.Refused("CancelShutDown takes no argument");
      }
      if (host.isScratch()) {
        return new Result.Refused("a scratch root cannot be switched off");
      }
      try (var bus = SystemBus.open()) {
        boolean was =
            bus.object(Login1.SERVICE, Login1.OBJECT, Login1.class).CancelScheduledShutdown();
        return was
            ? new Result.CalledOff("the machine stays on", List.of(RESTART, SHUT_DOWN))
            : new Result.Done("nothing was scheduled");
      } catch (DBusExecutionException e) {
        throw SystemBus.failure("CancelScheduledShutdown", e);
      }
    }
  }
}
