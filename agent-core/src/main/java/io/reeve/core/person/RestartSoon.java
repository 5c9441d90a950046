package io.reeve.core.person;

import io.reeve.core.desk.SafeText;
import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.Notes;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/// `Actions/RestartSoon`: restarts the machine at a good moment. People are asked, may put it off,
/// and are warned before the deadline. The argument is the reason, shown to them, or a JSON object
/// with `reason`, `deadlineHours` and `postponements`, which are the policy's where they are left
/// out.
///
/// @param boot tells the running boot of the machine from others
/// @param soon has it looked after
/// @param clock tells until when
public record RestartSoon(
    Notes notes, Restarts restarts, Supplier<String> boot, Runnable soon, Clock clock)
    implements RemoteAction {
  /// Where it is in the tree.
  public static final OmaUri URI = OmaUri.parse("./Device/Vendor/Reeve/Actions/RestartSoon");

  /// How much later than its time it may be: a machine that sleeps or has an empty battery is not
  /// restarted meanwhile.
  private static final Duration LATEST = Duration.ofDays(30);

  private static final int LONGEST = 200;
  private static final int MOST_HOURS = 336;
  private static final int MOST_TIMES = 50;

  @Override
  public OmaUri uri() {
    return URI;
  }

  @Override
  public Result run(Value argument) {
    var policy = PersonPolicy.of(notes);
    var given = argument.isAbsent() ? "" : argument.wire().strip();
    if (given.length() > 4 * LONGEST) {
      return new Result.Refused("the argument is longer than " + 4 * LONGEST + " characters");
    }
    var fields = Fields.of(given, "reason", Set.of("reason", "deadlineHours", "postponements"));
    if (fields.problem().isPresent()) {
      return new Result.Refused(fields.problem().get());
    }
    var hours = fields.number("deadlineHours", (int) policy.deadline().toHours(), 0, MOST_HOURS);
    var times = fields.number("postponements", policy.postponements(), 0, MOST_TIMES);
    if (hours.isEmpty() || times.isEmpty() || fields.text("reason").length() > LONGEST) {
      return new Result.Refused(
          "deadlineHours is 0 to %d, postponements 0 to %d, the reason at most %d characters"
              .formatted(MOST_HOURS, MOST_TIMES, LONGEST));
    }
    restarts.plan(
        boot.get(),
        SafeText.line(fields.text("reason")).strip(),
        Duration.ofHours(hours.get()),
        times.get());
    soon.run();
    return new Result.Started(
        clock.instant().plusSeconds(hours.get() * 3600L).plus(policy.busyGrace()).plus(LATEST));
  }
}
