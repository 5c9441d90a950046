package io.reeve.core.agent;

import io.reeve.core.action.PowerAction;
import io.reeve.core.compliance.ComplianceKeeper;
import io.reeve.core.desk.People;
import io.reeve.core.inventory.InventoryReport;
import io.reeve.core.inventory.MachineFacts;
import io.reeve.core.inventory.Tables;
import io.reeve.core.local.AgentFactory.Place;
import io.reeve.core.reconcile.Reconciler;
import io.reeve.core.reconcile.Stage;
import io.reeve.core.script.Remediations;
import io.reeve.core.script.RemediationsTable;
import io.reeve.core.script.Signers;
import io.reeve.core.script.SingleScripts;
import io.reeve.core.spi.Courtesy;
import io.reeve.core.spi.HealthCheck;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.LocalAccounts;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.Platform;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.Witness;
import io.reeve.enroll.DeviceKeys;
import io.reeve.enroll.Exchange;
import io.reeve.policy.Catalog;
import io.reeve.policy.OmaUri;
import io.reeve.store.LocalStore;
import io.reeve.store.Notes;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What an agent is made of: every part that knows nothing of the loop, put together once. Each
/// part says itself which threads it is for.
///
/// @param daemon whether the agent keeps its timetable; else it only does what it is asked
/// @param state the state folder
/// @param platform the name of this machine's platform
/// @param actions the platform's remote actions
/// @param accounts the machine's own
/// @param writtenBySystem what the system has written down of the agent, by file name
/// @param health what the platform needs to be well
/// @param trays who has one, and what they say of their persons
/// @param enrolmentFile where the file is with which the machine enrols by itself
record Parts(
    boolean daemon,
    Path state,
    AgentConfig config,
    Clock clock,
    String platform,
    List<RemoteAction> actions,
    LocalAccounts accounts,
    List<HealthCheck> health,
    Path enrolmentFile,
    Exchange exchange,
    DeviceKeys keys,
    LocalStore store,
    Catalog catalog,
    Enrolment enrolment,
    Witness witness,
    Supplier<Optional<String>> restartWanted,
    Reconciler reconciler,
    Stage stage,
    Tables tables,
    MachineFacts facts,
    InventoryReport report,
    ComplianceKeeper compliance,
    Supplier<Optional<String>> boot,
    Supplier<Map<String, String>> writtenBySystem,
    Remediations remediations,
    Signers signers,
    People people,
    Trays trays)
    implements AutoCloseable {

  static Parts of(Place place, Platform platform, Exchange exchange, Clock clock, boolean daemon) {
    // Beside the rest, because reading it takes as long as all of that.
    var reading =
        CompletableFuture.supplyAsync(
            Catalog::load, Thread.ofPlatform().daemon().name("reeve-catalog")::start);
    var host = platform.host(place.root(), clock);
    var config = AgentConfig.read(place.state().resolve("agent.json"), platform.keyHomes(host));
    var keys = KeyHomes.open(config.keys(), place.state().resolve("keys.p12"));
    var store = LocalStore.open(place.state().resolve("reeve.db"), clock);
    var notes = store.notes();
    var outbox = store.outbox();
    var people = platform.people(host);
    var trays = new Trays(System::nanoTime);
    var witness = daemon ? platform.witness(host) : Witness.none();
    var catalog = reading.join();
    var reconciler =
        new Reconciler(
            catalog,
            platform.name(),
            heeding(
                platform.mechanisms(host, new DeviceNotary(keys)),
                new InstallCourtesy(
                    () -> Around.look(people, trays).presence(), notes, clock, System::nanoTime)),
            witness,
            store,
            clock);
    platform.boot(host).ifPresent(reconciler::bootedAs);
    var enrolment = new Enrolment(store, keys);
    var signers = new Signers(new ScriptTerms(enrolment, config), notes);
    var remediations =
        new Remediations(
            () -> remediations(reconciler, notes),
            platform.scripts(host),
            signers,
            place.state().resolve("scripts"),
            store,
            clock);
    var all = new ArrayList<>(platform.tables(host));
    all.add(new RemediationsTable(remediations));
    var tables = Tables.of(all, config.tableDeadline());
    return new Parts(
        daemon,
        place.state(),
        config,
        clock,
        platform.name(),
        actions(platform, host, clock, notes),
        platform.accounts(host),
        platform.health(host),
        platform.enrolmentFile(host).orElseGet(() -> place.state().resolve("enroll.json")),
        exchange,
        keys,
        store,
        catalog,
        enrolment,
        witness,
        () -> platform.restartWanted(host),
        reconciler,
        new Stage(
            host.root(), place.state(), root -> platform.mechanisms(platform.host(root, clock))),
        tables,
        new MachineFacts(tables, clock),
        new InventoryReport(tables, notes, outbox),
        new ComplianceKeeper(
            notes, outbox, reconciler, uri -> places(reconciler, uri), tables, catalog, clock),
        () -> platform.boot(host),
        () -> platform.diagnostics(host),
        remediations,
        signers,
        people,
        trays);
  }

  private static List<RemoteAction> actions(
      Platform platform, Host host, Clock clock, Notes notes) {
    var all = new ArrayList<>(platform.actions(host));
    all.addAll(PowerAction.all(platform.power(host), clock, new PowerWords(notes)));
    return all;
  }

  private static List<Mechanism> heeding(List<Mechanism> mechanisms, Courtesy courtesy) {
    mechanisms.forEach(each -> each.heed(courtesy));
    return mechanisms;
  }

  /// What is asked for below `Remediations` and `Scripts`: the values of the nodes by name, by
  /// remediation.
  private static Map<String, Map<String, String>> remediations(Reconciler reconciler, Notes notes) {
    var asked = new TreeMap<>(SingleScripts.asked(notes));
    reconciler
        .effective(OmaUri.parse(Remediations.PREFIX))
        .forEach((uri, value) -> {
          var id = uri.segments().get(uri.segments().size() - 2);
          asked.computeIfAbsent(id, _ -> new TreeMap<>()).put(uri.name(), value.wire());
        });
    return asked;
  }

  private static String places(Reconciler reconciler, OmaUri uri) {
    return reconciler.setting(uri.toString()).stream()
        .flatMap(status -> status.places().stream())
        .map(place -> place.address().toString())
        .collect(Collectors.joining("; "));
  }

  @Override
  public void close() {
    witness.close();
    tables.close();
    store.close();
  }
}
