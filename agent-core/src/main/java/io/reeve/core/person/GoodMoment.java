package io.reeve.core.person;

import io.reeve.core.desk.Presence;
import io.reeve.core.desk.Presence.Attention;
import io.reeve.core.desk.Presence.Doing;
import java.time.Duration;
import java.util.Optional;

/// The one rule for everything that could interrupt somebody: whether now is a good moment for it,
/// and if not, why.
///
/// | | before its time is over | afterwards | when the grace is over, too |
/// |---|---|---|---|
/// | notice | not while the person is busy, away, or nobody is there | shown | |
/// | install | not while busy, on a low battery or a metered link | only a low battery counts | |
/// | scan | not while presenting, on a low battery | done | |
/// | restart | not while busy, away, or on a low battery | not while busy, or on a low battery | only a low battery counts |
///
/// Busy is who presents, is in a call or fills the screen. A low battery holds a restart for ever:
/// it is charged at some time, or it ends, and either is better than a machine that dies while it
/// starts.
public final class GoodMoment {
  private GoodMoment() {}

  /// What could interrupt.
  public enum Kind {
    NOTICE,
    INSTALL,
    SCAN,
    RESTART
  }

  /// Why not now.
  public enum Reason {
    PRESENTING,
    FULL_SCREEN,
    IN_CALL,
    AWAY,
    NOBODY_HERE,
    LOW_BATTERY,
    METERED
  }

  /// How long it has waited already.
  ///
  /// @param waited until now
  /// @param allowed how long it may
  public record Waiting(Duration waited, Duration allowed) {
    public static final Waiting NOT_YET = new Waiting(Duration.ZERO, Duration.ofDays(1));

    boolean isOver() {
      return waited.compareTo(allowed) >= 0;
    }

    boolean isOver(Duration grace) {
      return waited.compareTo(allowed.plus(grace)) >= 0;
    }
  }

  /// Whether it has to wait.
  ///
  /// @return why; empty when now is a good moment
  public static Optional<Reason> against(
      Kind kind, Presence presence, PersonPolicy policy, Waiting waiting) {
    return switch (kind) {
      case NOTICE ->
          waiting.isOver() ? Optional.empty() : busy(presence).or(() -> absent(presence));
      case INSTALL ->
          lowBattery(presence, policy)
              .or(() ->
                  waiting.isOver()
                      ? Optional.empty()
                      : busy(presence).or(() -> metered(presence, policy)));
      case SCAN ->
          waiting.isOver()
              ? Optional.empty()
              : lowBattery(presence, policy).or(() -> only(presence, Doing.PRESENTING));
      case RESTART ->
          lowBattery(presence, policy).or(() -> againstRestart(presence, policy, waiting));
    };
  }

  /// Nobody has to be there for a restart: then it disturbs nobody. But who has gone for a coffee
  /// would find their work gone.
  private static Optional<Reason> againstRestart(
      Presence presence, PersonPolicy policy, Waiting waiting) {
    if (presence.attention() == Attention.NOBODY || waiting.isOver(policy.busyGrace())) {
      return Optional.empty();
    }
    return busy(presence).or(() -> waiting.isOver() ? Optional.empty() : absent(presence));
  }

  private static Optional<Reason> busy(Presence presence) {
    return only(presence, Doing.IN_CALL)
        .or(() -> only(presence, Doing.PRESENTING))
        .or(() -> only(presence, Doing.FULL_SCREEN));
  }

  private static Optional<Reason> only(Presence presence, Doing doing) {
    return presence.doing().contains(doing) ? Optional.of(reason(doing)) : Optional.empty();
  }

  private static Reason reason(Doing doing) {
    return switch (doing) {
      case PRESENTING -> Reason.PRESENTING;
      case FULL_SCREEN -> Reason.FULL_SCREEN;
      case IN_CALL -> Reason.IN_CALL;
    };
  }

  private static Optional<Reason> absent(Presence presence) {
    return switch (presence.attention()) {
      case HERE -> Optional.empty();
      case AWAY, LOCKED -> Optional.of(Reason.AWAY);
      case NOBODY -> Optional.of(Reason.NOBODY_HERE);
    };
  }

  private static Optional<Reason> lowBattery(Presence presence, PersonPolicy policy) {
    var power = presence.power();
    return power.onBattery() && power.percent() < policy.minimumBattery()
        ? Optional.of(Reason.LOW_BATTERY)
        : Optional.empty();
  }

  private static Optional<Reason> metered(Presence presence, PersonPolicy policy) {
    return presence.metered() && policy.meteredWaits()
        ? Optional.of(Reason.METERED)
        : Optional.empty();
  }
}
