package io.reeve.core.agent;

import io.reeve.core.action.AgentAction;
import io.reeve.core.escrow.AccountSwitch;
import io.reeve.core.escrow.LocalAdministrator;
import io.reeve.core.local.AgentService;
import io.reeve.core.reconcile.Trial;
import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.Authority;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Every remote action of this machine: the platform's, and the agent's own.
///
/// @param agent answers questions about itself
/// @param leave has the enrolment end
/// @param repair has every setting looked at and put right
/// @param people has somebody look after those who are here
record OwnActions(
    Parts parts,
    Loop loop,
    LocalAdministrator administrator,
    Supplier<AgentService> agent,
    Runnable leave,
    Runnable repair,
    Runnable people) {
  List<RemoteAction> all() {
    var actions =
        new ArrayList<>(GoingDown.withTimeToSave(parts.actions(), parts.people(), people));
    actions.add(new Retire(leave));
    actions.addAll(AccountSwitch.both(parts.accounts()));
    actions.add(administrator.action());
    actions.add(
        new CollectDiagnostics(
            new Diagnosis(parts, agent),
            new KeptArchive(parts.state()),
            () -> parts.enrolment().current().isPresent()));
    actions.add(soon("CheckCompliance", "judging", () -> loop.post(new Trigger.Judge())));
    actions.add(
        soon(
            "ReportInventory",
            "reading",
            () -> {
              parts.report().forget();
              loop.post(new Trigger.Report());
            }));
    actions.add(soon("Sweep", "looking", () -> loop.post(new Trigger.Ask(repair))));
    actions.add(
        soon(
            Trial.RETRY,
            "what was rolled back may be sent again",
            () -> parts.reconciler().trial().lift(Authority.SERVICE)));
    return actions;
  }

  private static RemoteAction soon(String name, String done, Runnable ask) {
    return new AgentAction(name, done, ask);
  }
}
