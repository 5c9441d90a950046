package io.reeve.core.agent;

import io.reeve.core.action.Guard;
import io.reeve.core.action.GuardBranch;
import io.reeve.core.compliance.ComplianceBranch;
import io.reeve.core.escrow.Escrow;
import io.reeve.core.escrow.EscrowBranch;
import io.reeve.core.escrow.LapsBranch;
import io.reeve.core.escrow.LocalAdministrator;
import io.reeve.core.inventory.InventoryBranch;
import io.reeve.core.inventory.QueriesBranch;
import io.reeve.core.person.PersonBranch;
import io.reeve.core.person.RebootSchedule;
import io.reeve.core.reconcile.Reconciler;
import io.reeve.core.reconcile.SettingStatus;
import io.reeve.core.script.Remediations;
import io.reeve.core.script.RemediationsBranch;
import io.reeve.core.script.ScriptsBranch;
import io.reeve.core.script.SingleScripts;
import io.reeve.core.tree.AccountBranch;
import io.reeve.core.tree.AppsBranch;
import io.reeve.core.tree.AuthoritiesBranch;
import io.reeve.core.tree.CapabilitiesBranch;
import io.reeve.core.tree.ConfigBranch;
import io.reeve.core.tree.DescriptionBranch;
import io.reeve.core.tree.DiagnosticsBranch;
import io.reeve.core.tree.LedgerBranch;
import io.reeve.core.tree.NodeValues;
import io.reeve.core.tree.PreviewBranch;
import io.reeve.core.tree.ResultBranch;
import io.reeve.core.tree.SettingsBranch;
import io.reeve.core.tree.Tree;
import io.reeve.core.tree.Tree.Mount;
import io.reeve.enroll.DmAccount;
import io.reeve.policy.OmaUri;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The management tree of an enrolled machine, put together for each session because the account
/// has its place in it.
final class Branches {
  /// The nodes a device tells of itself at the begin of each session, in the protocol's order.
  private static final List<String> DEV_INFO = List.of("DevId", "Man", "Mod", "DmV", "Lang");

  private static final String DM_VERSION = "1.3";

  private final Parts parts;
  private final RemoteActions actions;
  private final Escrow escrow;
  private final LocalAdministrator administrator;
  private final ComplianceBranch compliance;
  private final PreviewBranch preview;
  private final PersonDesk person;

  Branches(
      Parts parts,
      RemoteActions actions,
      Escrow escrow,
      LocalAdministrator administrator,
      ComplianceBranch compliance,
      PreviewBranch preview,
      PersonDesk person) {
    this.escrow = escrow;
    this.administrator = administrator;
    this.parts = parts;
    this.actions = actions;
    this.compliance = compliance;
    this.preview = preview;
    this.person = person;
  }

  /// The enrolment ends: what the service was offered is nobody's any more.
  void endEscrow() {
    escrow.end();
  }

  /// The service has told the time in an answer that is proven to be its own.
  void heard(Instant time) {
    Guard.confirm(parts.store().notes(), time, parts.clock().instant());
    administrator.heard(time);
  }

  Tree tree() {
    var settings = new ConfigBranch(parts.reconciler(), parts.catalog());
    var mounts = new ArrayList<Mount>();
    mounts.add(DescriptionBranch.devInfo(devInfo(parts.enrolment().account())));
    mounts.add(DescriptionBranch.devDetail(parts.facts()::devDetail));
    mounts.addAll(AccountBranch.mounts(parts.enrolment(), actions.branch()));
    actions.branch().mounts().forEach(uri -> mounts.add(new Mount(uri, actions.branch())));
    mounts.add(new Mount(GuardBranch.PREFIX, actions.guard()));
    mounts.add(
        new Mount(DiagnosticsBranch.PREFIX, new DiagnosticsBranch(new KeptArchive(parts.state()))));
    mounts.add(
        new Mount(EscrowBranch.PREFIX, new EscrowBranch(escrow, administrator, actions::consent)));
    mounts.add(new Mount(LapsBranch.PREFIX, new LapsBranch(parts.store().notes())));
    mounts.add(new Mount(ComplianceBranch.PREFIX, compliance));
    mounts.add(new Mount(InventoryBranch.PREFIX, new InventoryBranch(parts.tables())));
    mounts.add(
        new Mount(
            QueriesBranch.PREFIX,
            new QueriesBranch(parts.tables(), parts.store().notes(), parts.store().history())));
    mounts.add(
        Mount.at(ResultBranch.PREFIX, new ResultBranch(parts.reconciler(), parts.catalog())));
    mounts.add(
        Mount.at(SettingsBranch.PREFIX, new SettingsBranch(parts.reconciler(), parts.catalog())));
    mounts.add(
        new Mount(
            AuthoritiesBranch.PREFIX, new AuthoritiesBranch(parts.reconciler(), parts.catalog())));
    mounts.add(new Mount(PreviewBranch.PREFIX, preview));
    mounts.add(
        new Mount(PersonBranch.PREFIX, new PersonBranch(parts.store().notes(), person::soon)));
    mounts.add(new Mount(RebootSchedule.PREFIX, person.schedule()));
    mounts.add(new Mount(LedgerBranch.PREFIX, new LedgerBranch(new LedgerHead(parts.store()))));
    mounts.add(
        Mount.at(
            AppsBranch.PREFIX, new AppsBranch(settings, new ReconciledApps(parts.reconciler()))));
    mounts.add(
        Mount.at(Remediations.PREFIX, new RemediationsBranch(settings, parts.remediations())));
    mounts.add(
        new Mount(
            SingleScripts.PREFIX,
            new ScriptsBranch(
                actions.scripts(),
                parts.remediations(),
                actions.branch()::execute,
                actions.branch()::takeBack)));
    mounts.add(CapabilitiesBranch.mount(() -> mounts.stream().map(Mount::prefix).toList()));
    return new Tree(settings, parts.reconciler()::knows, mounts);
  }

  /// What a device tells of itself at the begin of each session, by address. Reads the machine, so
  /// it may take a moment; touches nothing else and is for any thread.
  Map<String, String> announced(DmAccount account, String hardwareId) {
    var values = devInfo(account);
    var announced = new LinkedHashMap<String, String>();
    DEV_INFO.forEach(
        name -> values.value(name).ifPresent(text -> announced.put("./DevInfo/" + name, text)));
    announced.put("./Vendor/MSFT/DMClient/HWDevID", hardwareId);
    return announced;
  }

  /// Apps as the reconciler has them.
  private record ReconciledApps(Reconciler reconciler) implements AppsBranch.Apps {
    @Override
    public Optional<SettingStatus> status(OmaUri manifest) {
      return reconciler.setting(manifest.toString()).filter(status -> !status.wishes().isEmpty());
    }

    @Override
    public void retry(OmaUri manifest) {
      reconciler.retry(manifest);
    }
  }

  private NodeValues devInfo(DmAccount account) {
    return name ->
        switch (name) {
          case "DevId" -> Optional.of(account.deviceId());
          case "DmV" -> Optional.of(DM_VERSION);
          default -> parts.facts().devInfo(name);
        };
  }
}
