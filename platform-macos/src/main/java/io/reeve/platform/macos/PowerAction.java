package io.reeve.platform.macos;

import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Has shutdown(8) restart the Mac or switch it off. The argument says in how many minutes, 0 to
/// 1440; none means in five, in which people can save their work. With FileVault a Mac that
/// restarts waits for somebody to unlock it, and the agent is back only then.
///
/// @param how the option of shutdown(8)
/// @param notice what people at a terminal are told, with a hole for the minutes
record PowerAction(Tools tools, OmaUri uri, String how, String notice) implements RemoteAction {
  private static final OmaUri RESTART = OmaUri.parse("./Device/Vendor/MSFT/Reboot/RebootNow");
  private static final OmaUri SHUT_DOWN = OmaUri.parse("./Device/Vendor/Reeve/Actions/ShutDown");
  private static final int USUAL = 5;
  private static final int MOST = 1440;

  static List<RemoteAction> all(Tools tools) {
    return List.of(
        new PowerAction(
            tools,
            RESTART,
            "-r",
            "Your organisation restarts this Mac in %d minutes. Please save your work."),
        new PowerAction(
            tools,
            SHUT_DOWN,
            "-h",
            "Your organisation switches this Mac off in %d minutes. Please save your work."),
        new StayOn(tools));
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
    if (!tools.live()) {
      return new Result.Refused("a scratch root cannot be switched off");
    }
    var due = tools.host().clock().instant().plus(Duration.ofMinutes(minutes));
    new Shutdowns(tools).schedule(how, minutes, notice.formatted(minutes));
    return new Result.Started(due);
  }

  /// Calls a restart or the switching off off, as long as it has not begun.
  private record StayOn(Tools tools) implements RemoteAction {
    @Override
    public OmaUri uri() {
      return OmaUri.parse("./Device/Vendor/Reeve/Actions/CancelShutDown");
    }

    @Override
    public Result run(Value argument) throws IOException {
      if (!argument.isAbsent()) {
        return new Result.Refused("CancelShutDown takes no argument");
      }
      if (!tools.live()) {
        return new Result.Refused("a scratch root cannot be switched off");
      }
      return new Shutdowns(tools).cancel()
          ? new Result.CalledOff("the Mac stays on", List.of(RESTART, SHUT_DOWN))
          : new Result.Done("nothing was scheduled");
    }
  }
}
