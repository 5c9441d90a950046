package io.reeve.core.agent;

import io.reeve.core.local.Views;
import io.reeve.enroll.KeyHomeException;
import io.reeve.policy.Authority;
import io.reeve.store.Outbox;
import java.util.ArrayList;
import java.util.stream.Collectors;

/// Ends an enrolment on this machine: what the service had set is put back, and account, key and
/// everything it sent are forgotten. Data of the person is not touched. On the loop's thread.
final class Leaving {
  private Leaving() {}

  static Views.Unenrolled leave(Agent agent, boolean told) {
    var server = agent.enrolment.account().servers().getFirst().toString();
    var withdrawal = agent.reconciler.withdraw(Authority.SERVICE);
    var left =
        new ArrayList<>(
            withdrawal.left().stream()
                .map(place -> place.address() + ": " + place.reason())
                .toList());
    agent.compliance.forget();
    agent.report.forget();
    var waiting = agent.store.outbox().pending(Integer.MAX_VALUE);
    agent
        .store
        .outbox()
        .acknowledge(waiting.stream().map(Outbox.Row::id).collect(Collectors.toSet()));
    SyncNote.forget(agent.store.notes());
    try {
      agent.enrolment.end();
    } catch (KeyHomeException e) {
      left.add("the device's key: " + e.getMessage() + " (" + e.hint() + ")");
    }
    agent
        .store
        .history()
        .add(
            "unenrolled",
            server,
            "The enrolment has ended; %d settings were put back as they were before."
                .formatted(withdrawal.settings()));
    agent.sessions.arrange();
    agent.watchFiles();
    return new Views.Unenrolled(told, withdrawal.restored(), left);
  }
}
