package io.reeve.core.action;

import io.reeve.core.spi.Power;
import io.reeve.core.spi.Power.Way;
import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Restarts the machine or switches it off, with a word to everybody who is logged in. The argument
/// says in how many minutes, 0 to 1440; none means in five, in which people can save their work
/// (the Reboot CSP asks for five minutes at most).
///
/// @param power empty where the machine is not to be touched
/// @param words what people are told
public record PowerAction(Optional<Power> power, Clock clock, Way way, Words words)
    implements RemoteAction {
  /// Where the service asks for a restart.
  public static final OmaUri RESTART = OmaUri.parse("./Device/Vendor/MSFT/Reboot/RebootNow");

  /// Where the service has the machine switched off.
  public static final OmaUri SHUT_DOWN = ActionBranch.HOME.child("ShutDown");

  /// Where the service calls either off.
  public static final OmaUri STAY_ON = ActionBranch.HOME.child("CancelShutDown");

  private static final int USUAL = 5;
  private static final int MOST = 1440;
  private static final Result NO_MACHINE =
      new Result.Refused("a scratch root cannot be switched off");

  /// What people are told of it, in the language of the machine.
  @FunctionalInterface
  public interface Words {
    String of(Way way, Duration in);
  }

  /// Restart, switching off, and the end of either.
  public static List<RemoteAction> all(Optional<Power> power, Clock clock, Words words) {
    return List.of(
        new PowerAction(power, clock, Way.RESTART, words),
        new PowerAction(power, clock, Way.SWITCH_OFF, words),
        new StayOn(power));
  }

  @Override
  public OmaUri uri() {
    return switch (way) {
      case RESTART -> RESTART;
      case SWITCH_OFF -> SHUT_DOWN;
    };
  }

  @Override
  public boolean endsMachine() {
    return true;
  }

  @Override
  public Duration endsAfter(Value argument) {
    return Duration.ofMinutes(minutes(argument).orElse(0));
  }

  /// Whether that argument means at once, however the number is written.
  public static boolean isAtOnce(Value argument) {
    return minutes(argument).equals(Optional.of(0));
  }

  /// Empty when it is no such number.
  private static Optional<Integer> minutes(Value argument) {
    try {
      int minutes = argument.isAbsent() ? USUAL : Integer.parseInt(argument.wire().strip());
      return minutes < 0 || minutes > MOST ? Optional.empty() : Optional.of(minutes);
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  @Override
  public Result run(Value argument) throws IOException {
    var minutes = minutes(argument);
    if (minutes.isEmpty()) {
      return new Result.Refused("the argument is the minutes until then, 0 to " + MOST);
    }
    if (power.isEmpty()) {
      return NO_MACHINE;
    }
    var in = Duration.ofMinutes(minutes.get());
    var at = clock.instant().plus(in);
    power.get().schedule(way, in, words.of(way, in));
    return new Result.Started(at);
  }

  /// Calls a restart or the switching off off, as long as it has not begun.
  private record StayOn(Optional<Power> power) implements RemoteAction {
    @Override
    public OmaUri uri() {
      return STAY_ON;
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
