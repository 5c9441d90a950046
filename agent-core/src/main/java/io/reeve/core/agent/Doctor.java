package io.reeve.core.agent;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.Version;
import io.reeve.core.local.Views.Check;
import io.reeve.core.spi.HealthCheck;
import io.reeve.core.spi.HealthCheck.Finding;
import io.reeve.enroll.DmAccount;
import io.reeve.enroll.KeyHomeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Checks of the agent's own health, each with a remedy. Changes nothing. A check is one row: a
/// name and a look, here, in a `HealthOf...` class, or of the platform.
final class Doctor {
  private static final Duration STALE = Duration.ofDays(3);
  private static final Duration EXPIRING = Duration.ofDays(14);
  private static final Duration OVERDUE = Duration.ofHours(1);

  private final Parts parts;
  private final Loop loop;
  private final Sessions sessions;

  Doctor(Parts parts, Loop loop, Sessions sessions) {
    this.parts = parts;
    this.loop = loop;
    this.sessions = sessions;
  }

  /// Every check, in the order in which a person would look. Those about the service come only on
  /// an enrolled machine.
  List<Check> checks() {
    return checks(present -> new HealthOfService(parts, present).checks());
  }

  /// As [#checks], without a word with the service.
  List<Check> quietChecks() {
    return checks(_ ->
        List.of(
            new HealthCheck(
                "service",
                () -> Finding.good("not asked now; 'last session' says how it went then"))));
  }

  private List<Check> checks(Function<DmAccount, List<HealthCheck>> service) {
    var account = loop.ask(parts.enrolment()::current);
    var rows = new ArrayList<HealthCheck>();
    rows.add(new HealthCheck("version", () -> Finding.good("reeve " + Version.text())));
    rows.add(new HealthCheck("daemon", () -> daemon(account.isPresent())));
    rows.addAll(parts.health());
    rows.addAll(new HealthOfState(parts, loop).checks());
    rows.addAll(new HealthOfWork(parts, loop).checks());
    rows.add(new HealthCheck("enrolment", () -> enrolment(account)));
    account.ifPresent(present -> {
      rows.add(new HealthCheck("key", this::key));
      rows.add(new HealthCheck("certificate", this::certificate));
      rows.add(new HealthCheck("renewal", this::renewal));
      rows.add(new HealthCheck("clock", this::clock));
      rows.addAll(service.apply(present));
      rows.add(new HealthCheck("last session", this::lastSession));
      rows.add(new HealthCheck("next session", this::nextSession));
    });
    return rows.stream().map(Doctor::check).toList();
  }

  /// On a machine that nobody manages yet there is nothing for a daemon to do.
  private Finding daemon(boolean enrolled) {
    if (parts.daemon()) {
      return Finding.good("running as process " + ProcessHandle.current().pid());
    }
    var text = "no daemon serves " + parts.state();
    var remedy = "start it with 'reeve daemon', or through the service manager";
    return enrolled ? Finding.bad(text, remedy) : Finding.advice(text, remedy);
  }

  private static Finding enrolment(Optional<DmAccount> account) {
    return account
        .map(present -> Finding.good("enrolled with " + present.servers().getFirst()))
        .orElseGet(() -> Finding.advice("not enrolled yet", "'reeve enroll --help' says how"));
  }

  private Finding key() {
    try {
      parts.enrolment().identity();
      return Finding.good(parts.enrolment().keyHome());
    } catch (KeyHomeException e) {
      return Finding.bad(Trouble.message(e), e.hint());
    }
  }

  private Finding certificate() {
    try {
      var end = parts.enrolment().identity().certificate().getNotAfter().toInstant();
      var left = Duration.between(parts.clock().instant(), end);
      var text = "the device's certificate ends on " + date(end);
      return left.compareTo(EXPIRING) > 0
          ? Finding.good(text)
          : Finding.bad(text, "see 'reeve status' for its renewal; else enrol again");
    } catch (KeyHomeException e) {
      return Finding.bad(Trouble.message(e), e.hint());
    }
  }

  private Finding renewal() {
    var renewal = loop.ask(parts.enrolment()::renewal);
    return renewal.failures() == 0
        ? Finding.good(
            renewal.renewedAt().map(at -> "renewed on " + date(at)).orElse("not needed yet"))
        : Finding.advice(
            "%d tries have failed: %s".formatted(renewal.failures(), renewal.text()),
            "the agent tries again; tell the service's administrator before the certificate ends");
  }

  private Finding clock() {
    try {
      var begin = parts.enrolment().identity().certificate().getNotBefore().toInstant();
      var now = parts.clock().instant();
      return now.isBefore(begin)
          ? Finding.bad(
              date(now) + " is before the certificate begins, " + date(begin), "set the clock")
          : Finding.good("it is " + date(now));
    } catch (KeyHomeException e) {
      return Finding.bad(Trouble.message(e), e.hint());
    }
  }

  private Finding lastSession() {
    var last = loop.ask(() -> SyncNote.read(parts.store().notes()));
    if (last.isEmpty()) {
      return Finding.advice("there was none yet", "run 'reeve sync'");
    }
    var record = last.get();
    var text = date(record.at()) + ": " + record.text();
    boolean stale = record.at().plus(STALE).isBefore(parts.clock().instant());
    return record.ok() && !stale
        ? Finding.good(text)
        : Finding.bad(text, "run 'reeve sync' and see what it says");
  }

  private Finding nextSession() {
    var next = loop.ask(sessions::next);
    if (next.isEmpty()) {
      return parts.daemon()
          ? Finding.advice("none is planned", "run 'reeve sync'")
          : Finding.good("planned by the daemon when it runs");
    }
    return next.get().plus(OVERDUE).isBefore(parts.clock().instant())
        ? Finding.bad("it was due on " + date(next.get()), "restart the agent")
        : Finding.good("due on " + date(next.get()));
  }

  private static Check check(HealthCheck row) {
    var found = look(row);
    return new Check(row.name(), found.ok(), found.text(), found.remedy());
  }

  private static Finding look(HealthCheck row) {
    try {
      return row.look().look();
    } catch (AgentException e) {
      return Finding.bad(Trouble.message(e), e.hint());
    } catch (Exception e) {
      return Finding.bad("could not be checked: " + e, "see the log");
    }
  }

  static String date(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", " UTC");
  }
}
