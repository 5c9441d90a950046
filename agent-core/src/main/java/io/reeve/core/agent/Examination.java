package io.reeve.core.agent;

import io.reeve.core.local.AgentService;
import io.reeve.core.local.Views;
import io.reeve.policy.Compliance.Standing;
import io.reeve.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The questions to the agent whose answers cost something: programs that run as root, a look at
/// every entry of the ledger, a word with the service that the device's key signs.
///
/// @param ledger whether the ledger is whole
/// @param doctor the checks
/// @param diagnostics what somebody who helps has to know
/// @param judgement makes of what judges anew what may be asked for again and again
record Examination(
    Supplier<Views.Ledger> ledger,
    Supplier<List<Views.Check>> doctor,
    Supplier<Views.Diagnostics> diagnostics,
    UnaryOperator<Supplier<Standing>> judgement) {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /// Who has mended something and has it checked again needs longer for that.
  private static final Duration MOMENT = Duration.ofSeconds(2);

  /// For administrators: looks at everything, each time.
  static Examination thorough(Parts parts, Loop loop, Sessions sessions, AgentService desk) {
    return new Examination(
        () -> ledger(parts),
        () -> new Doctor(parts, loop, sessions).checks(),
        () -> new Diagnosis(parts, () -> desk).collect(),
        UnaryOperator.identity());
  }

  /// For everybody else: once a minute on the whole machine, without the system's own log of the
  /// agent, which they do not get, and without a word with the service; a judgement every two
  /// seconds.
  ///
  /// @param nanos a monotonic clock, as [System#nanoTime]
  static Examination sparing(
      Parts parts, Loop loop, Sessions sessions, AgentService desk, LongSupplier nanos) {
    return new Examination(
        new Recent<>(nanos, MINUTE, () -> ledger(parts)),
        new Recent<>(nanos, MINUTE, () -> new Doctor(parts, loop, sessions).quietChecks()),
        new Recent<>(nanos, MINUTE, () -> new Diagnosis(parts, () -> desk).collectForEveryone()),
        work -> seldom(nanos, work));
  }

  static Supplier<Standing> seldom(LongSupplier nanos, Supplier<Standing> judgement) {
    return new Recent<>(nanos, MOMENT, judgement);
  }

  /// On the asker's thread: it reads the ledger in parts, between which others go on.
  private static Views.Ledger ledger(Parts parts) {
    try {
      return SettingViews.ledger(parts.store().history().verify());
    } catch (StoreException e) {
      throw Trouble.of(e);
    }
  }
}
