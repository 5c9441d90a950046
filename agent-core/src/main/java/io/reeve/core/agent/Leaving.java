package io.reeve.core.agent;

import io.reeve.core.action.ActionRunner;
import io.reeve.core.action.Guard;
import io.reeve.core.escrow.LapsBranch;
import io.reeve.core.inventory.QueriesBranch;
import io.reeve.core.local.Views;
import io.reeve.core.script.SingleScripts;
import io.reeve.enroll.KeyHomeException;
import io.reeve.policy.Authority;
import io.reeve.store.Outbox;
import java.util.ArrayList;
import java.util.stream.Collectors;

/// Ends an enrolment on this machine: what the service had set is put back, and account, key and
/// everything it sent are forgotten. Data of the person is not touched. On the loop's thread.
final class Leaving {
  private Leaving() {}

  /// @param escrow ends what is offered
  /// @param puttingBack tries again what cannot be put back now
  static Views.Unenrolled leave(
      Parts parts, Runnable escrow, PuttingBack puttingBack, boolean told) {
    var server = parts.enrolment().account().servers().getFirst().toString();
    var withdrawal = parts.reconciler().withdraw(Authority.SERVICE);
    var left =
        new ArrayList<>(
            withdrawal.left().stream()
                .map(place -> place.address() + ": " + place.reason())
                .toList());
    puttingBack.leave(withdrawal.again());
    parts.compliance().forget();
    parts.report().forget();
    QueriesBranch.forget(parts.store().notes());
    SingleScripts.forget(parts.store().notes());
    var waiting = parts.store().outbox().pending(Integer.MAX_VALUE);
    parts
        .store()
        .outbox()
        .acknowledge(waiting.stream().map(Outbox.Row::id).collect(Collectors.toSet()));
    PersonDesk.forget(parts.store().notes());
    SyncNote.forget(parts.store().notes());
    escrow.run();
    LapsBranch.forget(parts.store().notes());
    Guard.forget(parts.store().notes());
    ActionRunner.forget(parts.store());
    try {
      parts.enrolment().end();
    } catch (KeyHomeException e) {
      left.add("the device's key: " + e.getMessage() + " (" + e.hint() + ")");
    }
    // After that end, since one may be collected right now (CollectDiagnostics).
    var _ = new KeptArchive(parts.state()).remove();
    parts
        .store()
        .history()
        .add(
            "unenrolled",
            server,
            "The enrolment has ended; %d settings were put back as they were before."
                .formatted(withdrawal.settings()));
    parts.store().copy();
    return new Views.Unenrolled(told, withdrawal.restored(), left);
  }
}
