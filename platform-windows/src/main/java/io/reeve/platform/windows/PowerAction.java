package io.reeve.platform.windows;

import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Has Windows restart the machine or switch it off, with a notice to everybody who is logged in.
/// The argument says in how many minutes, 0 to 1440; none means in five, in which people can save
/// their work (the Reboot CSP asks for five minutes at most).
///
/// @param power empty below a scratch root
/// @param clock tells the time
/// @param notice what people are told, with a hole for the minutes
record PowerAction(Optional<Power> power, Clock clock, OmaUri uri, boolean restart, String notice)
    implements RemoteAction {
  private static final int USUAL = 5;
  private static final int MOST = 1440;
  private static final OmaUri RESTART = OmaUri.parse("./Device/Vendor/MSFT/Reboot/RebootNow");
  private static final OmaUri SHUT_DOWN = OmaUri.parse("./Device/Vendor/Reeve/Actions/ShutDown");
  private static final Result NO_MACHINE =
      new Result.Refused("a scratch root cannot be switched off");

  static List<RemoteAction> all(Optional<Power> power, Clock clock) {
    return List.of(
        new PowerAction(
            power,
            clock,
            RESTART,
            true,
            "Your organisation restarts this machine in %d minutes. Please save your work."),
        new PowerAction(
            power,
            clock,
            SHUT_DOWN,
            false,
            "Your organisation switches this machine off in %d minutes. Please save your work."),
        new StayOn(power));
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
    if (power.isEmpty()) {
      return NO_MACHINE;
    }
    var in = Duration.ofMinutes(minutes);
    power.get().schedule(notice.formatted(minutes), in, restart);
    return new Result.Started(clock.instant().plus(in));
  }

  @Override
  public boolean endsMachine() {
    return true;
  }

  /// Calls a restart or the switching off off, as long as it has not begun.
  private record StayOn(Optional<Power> power) implements RemoteAction {
    @Override
    public OmaUri uri() {
      return OmaUri.parse("./Device/Vendor/Reeve/Actions/CancelShutDown");
    }

    @Override
    public Result run(Value argument) throws IOException {
      if (!argument.isAbsent()) {
        return new Result.Refused("CancelShutDown takes no argument");
      }
      if (power.isEmpty()) {
        return NO_MACHINE;
      }
      return power.get().cancel()
          ? new Result.CalledOff("the machine stays on", List.of(RESTART, SHUT_DOWN))
          : new Result.Done("nothing was scheduled");
    }
  }
}
