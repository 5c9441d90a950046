package io.reeve.core.agent;

import io.reeve.core.local.AgentException;
import io.reeve.enroll.DmAccount;
import io.reeve.enroll.KeyHomeException;
import io.reeve.enroll.Renewal;
import io.reeve.enroll.RenewalState;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Renews the device's certificate when that is due or the service asks for it, one try at a time.
/// On the loop; the network is waited for elsewhere.
final class Renewals {
  private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);

  private final Parts parts;
  private final Loop loop;
  private boolean trying;

  Renewals(Parts parts, Loop loop) {
    this.parts = parts;
    this.loop = loop;
  }

  /// Whether one is under way.
  boolean trying() {
    return trying;
  }

  /// When the next try is due; empty when none is to come.
  Optional<Instant> next() {
    return parts.enrolment().current().flatMap(this::next);
  }

  private Optional<Instant> next(DmAccount account) {
    try {
      return Renewal.due(
          account,
          parts.enrolment().identity().certificate(),
          parts.enrolment().renewal(),
          parts.clock().instant());
    } catch (KeyHomeException e) {
      LOG.warn("{} ({})", e.getMessage(), e.hint());
      return Optional.empty();
    }
  }

  /// Tries, if it is due or asked for.
  ///
  /// @param after what to do once it has been tried
  void due(Runnable after) {
    var account = parts.enrolment().current();
    boolean due = next().filter(at -> !at.isAfter(parts.clock().instant())).isPresent();
    if (account.isPresent() && !trying && (due || parts.enrolment().renewalAsked())) {
      trying = true;
      var state = parts.enrolment().renewal();
      loop.aside(
          "reeve-renew",
          () -> attempt(account.get(), state),
          outcome -> {
            trying = false;
            try {
              keep(outcome);
            } finally {
              after.run();
            }
          });
    }
  }

  /// Whatever happens there is an outcome, with a time before which it is not tried again.
  private Renewal.Outcome attempt(DmAccount account, RenewalState state) {
    try {
      return new Renewal(parts.exchange(), parts.keys(), parts.clock())
          .renew(account, Facts.of(parts, loop), state);
    } catch (KeyHomeException e) {
      LOG.warn("the certificate cannot be renewed: {} ({})", e.getMessage(), e.hint());
      return Renewal.failed(account, state, parts.clock().instant(), Trouble.message(e));
    } catch (AgentException e) {
      LOG.warn("the certificate cannot be renewed: {} ({})", e.getMessage(), e.hint());
      return Renewal.failed(account, state, parts.clock().instant(), Trouble.message(e));
    } catch (RuntimeException | Error e) {
      LOG.error("a defect ended a renewal", e);
      return Renewal.failed(account, state, parts.clock().instant(), "a defect of the agent: " + e);
    }
  }

  private void keep(Renewal.Outcome outcome) {
    parts.enrolment().renewed(outcome.account(), outcome.state());
    var server = outcome.account().servers().getFirst().toString();
    parts.store().history().add("renewal", server, outcome.state().text());
    parts.store().copy();
  }
}
