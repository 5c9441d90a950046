package io.reeve.core.agent;

import io.reeve.core.reconcile.SettingStatus;
import io.reeve.core.spi.HealthCheck;
import io.reeve.core.spi.HealthCheck.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What the agent does: hold settings, judge, and keep up with what is asked of it.
final class HealthOfWork {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Set<SettingStatus.State> TROUBLED =
      Set.of(
          SettingStatus.State.FAILED, SettingStatus.State.CONTESTED, SettingStatus.State.DRIFTED);

  private final Parts parts;
  private final Loop loop;

  HealthOfWork(Parts parts, Loop loop) {
    this.parts = parts;
    this.loop = loop;
  }

  List<HealthCheck> checks() {
    return List.of(
        new HealthCheck("platform", this::platform),
        new HealthCheck("memory", this::memory),
        new HealthCheck("work", this::work),
        new HealthCheck("settings", this::settings),
        new HealthCheck("trial", this::trial),
        new HealthCheck("restart", this::restart),
        new HealthCheck("compliance", this::compliance),
        new HealthCheck("scripts", this::scripts));
  }

  private Finding platform() {
    return Finding.good(
        parts.platform()
            + ", "
            + parts.catalog().all().size()
            + " settings known, Java "
            + Runtime.version());
  }

  private Finding memory() {
    var java = Runtime.getRuntime();
    long used = java.totalMemory() - java.freeMemory();
    var text = "%d of %d MiB of heap in use".formatted(used >> 20, java.maxMemory() >> 20);
    return used < java.maxMemory() / 10 * 9
        ? Finding.good(text)
        : Finding.advice(text, "restart the agent, and tell its makers what it was doing");
  }

  private Finding work() {
    var busy = loop.busy();
    return busy.compareTo(LONG) < 0
        ? Finding.good("the agent keeps up")
        : Finding.advice(
            "it has been at one thing for " + busy.toMinutes() + " minutes",
            "'reeve history' and the log say at what");
  }

  private Finding settings() {
    var troubled =
        loop.ask(parts.reconciler()::settings).stream()
            .filter(status -> TROUBLED.contains(status.state()))
            .map(status -> status.setting().id())
            .toList();
    return troubled.isEmpty()
        ? Finding.good("every wanted setting is in force or has no meaning here")
        : Finding.bad(
            "not in force: " + String.join(", ", troubled), "'reeve explain ID' says why");
  }

  private Finding trial() {
    return loop.ask(() -> parts.reconciler().trial().isOpen())
        ? Finding.advice(
            "a change that can cut this machine off waits for the service's answer",
            "wait a minute: it stays, or is rolled back")
        : Finding.good("nothing is on trial");
  }

  private Finding restart() {
    var waiting = loop.ask(() -> parts.reconciler().awaitingRestart().size());
    return waiting == 0
        ? Finding.good("no setting waits for one")
        : Finding.advice(
            waiting + " settings take effect with the next restart", "restart the machine");
  }

  private Finding compliance() {
    var overall = loop.ask(() -> parts.compliance().standing().overall());
    return switch (overall) {
      case NON_COMPLIANT, IN_GRACE ->
          Finding.advice("this machine does not comply", "'reeve compliance' says why");
      case COMPLIANT, UNKNOWN, NO_POLICY ->
          Finding.good(overall.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
    };
  }

  private Finding scripts() {
    var terms = loop.ask(() -> new ScriptTerms(parts.enrolment(), parts.config()).get());
    if (terms.unsigned()) {
      return Finding.advice(
          "whatever script the service sends runs, signed or not",
          "remove runUnsignedScripts from agent.json if that is not meant");
    }
    if (terms.signers().isEmpty()) {
      return Finding.good("no script runs: no key for them came with an enrolment");
    }
    var keys = terms.signers().size();
    return Finding.good(
        (keys == 1
                ? "1 key came with the enrolment; only scripts signed by it run"
                : keys + " keys came with the enrolment; only scripts signed by one of them run")
            + (terms.approvers().isEmpty() ? "" : ", and an approver's word is needed, too"));
  }
}
