package io.reeve.core.person;

import io.reeve.core.desk.Presence;
import io.reeve.core.desk.Presence.Attention;
import io.reeve.core.person.GoodMoment.Kind;
import io.reeve.core.person.GoodMoment.Reason;
import io.reeve.core.person.GoodMoment.Waiting;
import java.time.Duration;
import java.util.Optional;

/// A restart that waits for a good moment, as it stands. What comes next is a pure function of the
/// time that passed and what the person does.
///
/// @param boot of the machine in which it was asked for; in another one it is done
/// @param by who asked for it
/// @param reason why, as the service put it; may be empty
/// @param allowed how long it may be put off altogether
/// @param spent how long it has been
/// @param postponements how often it may still be put off
/// @param postponed how often it was
/// @param phase what it waits for
/// @param left how long the phase still lasts; zero where it does not end by itself
public record PlannedRestart(
    String boot,
    String by,
    String reason,
    Duration allowed,
    Duration spent,
    int postponements,
    int postponed,
    Phase phase,
    Duration left) {
  /// A countdown that somebody sees goes down by no more than this at once: who opens a laptop that
  /// slept still has the time to save their work.
  private static final Duration MOST_AT_ONCE = Duration.ofMinutes(1);

  /// What it waits for.
  public enum Phase {
    /// For a good moment to ask the person; where time is left, for that first.
    WAITING,
    /// For the person's answer.
    ASKED,
    /// The person has put it off.
    POSTPONED,
    /// The last warning is given.
    WARNED,
    /// For nothing more; where time is left, for the end of a try that has begun.
    DUE
  }

  static PlannedRestart of(
      String boot, String by, String reason, Duration allowed, int postponements) {
    return new PlannedRestart(
        boot, by, reason, allowed, Duration.ZERO, postponements, 0, Phase.WAITING, Duration.ZERO);
  }

  /// How long it may still be put off.
  public Duration untilDeadline() {
    var rest = allowed.minus(spent);
    return rest.isNegative() ? Duration.ZERO : rest;
  }

  /// Whether the person may put it off now.
  public boolean isPostponable() {
    boolean open = phase == Phase.WAITING || phase == Phase.ASKED;
    return open && !isPause() && postponements > 0 && !untilDeadline().isZero();
  }

  /// What holds it back now.
  public Optional<Reason> heldBackBy(Presence presence, PersonPolicy policy) {
    return GoodMoment.against(Kind.RESTART, presence, policy, new Waiting(spent, allowed));
  }

  /// After some time.
  ///
  /// @param passed since the last look
  PlannedRestart after(Duration passed, Presence presence, PersonPolicy policy) {
    var seen = passed.compareTo(MOST_AT_ONCE) > 0 ? MOST_AT_ONCE : passed;
    var later = with(spent.plus(passed), phase, minus(left, seen));
    if (phase == Phase.DUE) {
      boolean nothingCame = !left.isZero() && later.left.isZero();
      return nothingCame ? later.in(Phase.WAITING, Duration.ZERO) : later;
    }
    if (later.isPause()) {
      return later;
    }
    if (later.heldBackBy(presence, policy).isPresent()) {
      return phase == Phase.WARNED ? later.in(Phase.WAITING, Duration.ZERO) : later;
    }
    return presence.attention() == Attention.NOBODY
        ? later.in(Phase.DUE, Duration.ZERO)
        : later.goOn(policy);
  }

  /// After a try that failed the next one begins from the start: what held for the one before, that
  /// nobody was there or that people were warned, holds no more.
  private boolean isPause() {
    return phase == Phase.WAITING && !left.isZero();
  }

  private PlannedRestart goOn(PersonPolicy policy) {
    return switch (phase) {
      case WAITING, ASKED ->
          untilDeadline().isZero()
              ? in(Phase.WARNED, policy.lastWarning())
              : in(Phase.ASKED, Duration.ZERO);
      case POSTPONED -> {
        if (untilDeadline().isZero()) {
          yield in(Phase.WARNED, policy.lastWarning());
        }
        yield left.isZero() ? in(Phase.ASKED, Duration.ZERO) : this;
      }
      case WARNED -> left.isZero() ? in(Phase.DUE, Duration.ZERO) : this;
      case DUE -> this;
    };
  }

  /// Put off by the person.
  PlannedRestart postponed(PersonPolicy policy) {
    var rest = untilDeadline();
    var quiet = policy.postponement().compareTo(rest) < 0 ? policy.postponement() : rest;
    return new PlannedRestart(
        boot, by, reason, allowed, spent, postponements - 1, postponed + 1, Phase.POSTPONED, quiet);
  }

  PlannedRestart in(Phase next, Duration lasts) {
    return with(spent, next, lasts);
  }

  private PlannedRestart with(Duration spent, Phase phase, Duration left) {
    return new PlannedRestart(
        boot, by, reason, allowed, spent, postponements, postponed, phase, left);
  }

  private static Duration minus(Duration left, Duration passed) {
    var rest = left.minus(passed);
    return rest.isNegative() ? Duration.ZERO : rest;
  }
}
