package io.reeve.core.agent;

import io.reeve.core.inventory.InventoryReport.Collected;
import java.time.Duration;
import java.util.Optional;

/// Reads the whole machine for the service, at a good moment. On the loop's thread.
final class Scan {
  /// How long it waits between two looks for a good moment, and altogether.
  private static final Duration WAIT = Duration.ofMinutes(15);

  private static final Duration MOST = Duration.ofHours(4);

  private final Parts parts;
  private final Loop loop;
  private final PersonDesk person;
  private final Runnable news;
  private Duration waited = Duration.ZERO;

  /// @param news the service should hear of something soon
  Scan(Parts parts, Loop loop, PersonDesk person, Runnable news) {
    this.parts = parts;
    this.loop = loop;
    this.person = person;
    this.news = news;
  }

  /// Compares the inventory with what the service knows.
  void report() {
    if (parts.enrolment().current().isPresent()) {
      var already = waited;
      loop.aside("reeve-report", () -> collect(already), this::collected);
    }
    if (parts.daemon()) {
      loop.in(parts.config().inventory(), new Trigger.Report());
    }
  }

  private Optional<Collected> collect(Duration already) {
    boolean wait = parts.daemon() && person.againstScan(already, MOST).isPresent();
    return wait ? Optional.empty() : Optional.of(parts.report().collect());
  }

  private void collected(Optional<Collected> collected) {
    if (collected.isEmpty()) {
      waited = waited.plus(WAIT);
      loop.in(WAIT, new Trigger.Report());
      return;
    }
    waited = Duration.ZERO;
    loop.in(Leftovers.QUIET, new Trigger.Rest());
    if (parts.store().transaction(() -> parts.report().record(collected.get())) > 0) {
      news.run();
    }
  }
}
