package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.Views;
import io.reeve.harness.lab.LabViews.Item;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What the helpdesk has done to a machine, on one that really does it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RemoteActionsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String REBOOT = "./Device/Vendor/MSFT/Reboot/RebootNow";
  private static final String LOCK = "./Device/Vendor/MSFT/RemoteLock/Lock";
  private static final String CANCEL = "./Device/Vendor/Reeve/Actions/CancelShutDown";

  private static final String ACTIONS = "./Device/Vendor/Reeve/Actions/";
  private static final String PERSON = "./Device/Vendor/Reeve/Person/";
  private static final String SCHEDULED = "/run/systemd/shutdown/scheduled";
  private static final String SCREEN = "/root/screen-of-alice";

  private @Nullable ManagedMachine shared;

  private ManagedMachine site() throws IOException {
    var site = shared;
    if (site == null) {
      site = Requirements.orSkip(() -> ManagedMachine.start(Furniture::usual));
      shared = site;
    }
    return site;
  }

  @AfterAll
  void finish() throws IOException {
    if (shared != null) {
      shared.close();
    }
  }

  private static JsonNode exec(ManagedMachine site, String uri, String data) throws IOException {
    var id = site.lab().queue("exec", Item.of(uri, "chr", data));
    site.sync();
    return site.lab().command(id);
  }

  /// The agent may be gone before the session ends, or the service before it, which is on the same
  /// machine; it then asks again when it is back.
  private static String restartNow(ManagedMachine site) throws IOException {
    var id = site.lab().queue("exec", Item.of(REBOOT, "chr", "0"));
    try {
      site.sync();
    } catch (AgentException e) {
      assertThat(e.kind()).isIn(Kind.FAILED, Kind.UNREACHABLE);
    }
    return id;
  }

  private static List<String> told(ManagedMachine site) {
    return site.lab().events().stream()
        .filter(event -> event.path("kind").asText().equals("alert.action"))
        .map(JsonNode::toString)
        .toList();
  }

  /// Somebody is logged in at a terminal, which is written down.
  private static void aliceLogsIn(ManagedMachine site) {
    site.machine().run("systemctl", "stop", "terminal-of-alice");
    site.machine().run("rm", "-f", SCREEN);
    site.machine()
        .need(
            "systemd-run",
            "--unit=terminal-of-alice",
            "--collect",
            "sh",
            "-c",
            "sleep infinity | script --quiet --flush --command 'login -f alice' " + SCREEN);
    Await.until(
        "alice's session",
        PATIENCE,
        () -> site.machine().run("loginctl", "list-sessions", "--no-legend").out().contains("pts/"),
        () -> site.machine().run("loginctl", "list-sessions").all());
  }

  private static void aliceLogsOut(ManagedMachine site) {
    site.machine().run("systemctl", "stop", "terminal-of-alice");
    Await.until(
        "that alice is gone",
        PATIENCE,
        () ->
            !site.machine().run("loginctl", "list-sessions", "--no-legend").out().contains("pts/"),
        () -> site.machine().run("loginctl", "list-sessions").all());
  }

  private static void aliceReads(ManagedMachine site, String text) {
    Await.until(
        "'" + text + "' on alice's terminal",
        PATIENCE,
        () -> site.machine().has(SCREEN) && site.machine().read(SCREEN).contains(text),
        () -> site.machine().run("cat", SCREEN).all() + site.log());
  }

  private static void backWithTheNews(ManagedMachine site, int news) {
    Await.until("the service", PATIENCE, site.lab()::isUp, site::log);
    Await.until(
        "the news that the machine is back",
        PATIENCE,
        () ->
            told(site).stream().filter(text -> text.contains("the machine was restarted")).count()
                == news,
        site::log);
  }

  private static long back(ManagedMachine site) {
    return told(site).stream().filter(text -> text.contains("the machine was restarted")).count();
  }

  @Test
  void aRestartIsToldAsDoneWhenTheMachineIsBackAndIsDoneOnce() throws IOException {
    var site = site();
    int before = (int) back(site);
    assertThat(exec(site, REBOOT, "10").path("status").asInt()).isEqualTo(202);
    assertThat(site.machine().need("cat", SCHEDULED)).contains("MODE=reboot");
    assertThat(exec(site, CANCEL, "").path("status").asInt()).isEqualTo(200);
    assertThat(site.machine().has(SCHEDULED)).isFalse();

    var id = restartNow(site);
    site.machine().rebooted();
    backWithTheNews(site, before + 1);
    assertThat(told(site)).filteredOn(text -> text.contains("done")).isNotEmpty();
    // The machine may have gone before its answer had; then the service asks once more.
    Await.until(
        "the answer to the command",
        PATIENCE,
        () -> List.of(200, 202).contains(site.lab().command(id).path("status").asInt()),
        site::log);
  }

  @Test
  void whoIsAtATerminalReadsAMessageThere() throws IOException {
    var site = site();
    aliceLogsIn(site);
    var text = "The canteen is closed today, costs: $HOME.";
    assertThat(exec(site, ACTIONS + "Message", text).path("status").asInt()).isEqualTo(200);
    aliceReads(site, "costs: $HOME.");
    Await.until(
        "the entry of it",
        PATIENCE,
        () ->
            site.agent().history(50).stream()
                .anyMatch(event -> event.text().contains("screen or terminal of alice")),
        site::log);
    aliceLogsOut(site);
  }

  @Test
  void aRestartThatIsOrderedIsSeenComingLeavesTimeToSaveAndCanBeStopped() throws IOException {
    var site = site();
    aliceLogsIn(site);
    assertThat(exec(site, REBOOT, "45").path("status").asInt()).isEqualTo(202);
    aliceReads(site, "This computer restarts in 45 minutes");
    assertThat(site.agent().status().going()).map(Views.Going::uri).hasValue(REBOOT);
    assertThat(site.agent().cancel().what()).containsExactly(REBOOT);
    assertThat(site.agent().status().going()).isEmpty();
    assertThat(site.machine().has(SCHEDULED)).isFalse();
    site.sync();
    assertThat(told(site)).anyMatch(text -> text.contains("cancelled at the machine by"));

    assertThat(exec(site, REBOOT, "0").path("status").asInt()).isEqualTo(202);
    aliceReads(site, "This computer restarts in one minute");
    assertThat(exec(site, CANCEL, "").path("status").asInt()).isEqualTo(200);
    assertThat(site.machine().has(SCHEDULED)).isFalse();
    assertThat(site.agent().status().going()).isEmpty();
    aliceLogsOut(site);
  }

  @Test
  void aRestartAtAGoodMomentWarnsWhoIsThereAndGoesByLogind() throws IOException {
    var site = site();
    int before = (int) back(site);
    site.lab().queue("replace", Item.of(PERSON + "LastWarningMinutes", "int", "1"));
    site.sync();
    aliceLogsIn(site);
    var order = "{\"reason\":\"security updates\",\"deadlineHours\":0}";
    assertThat(exec(site, ACTIONS + "RestartSoon", order).path("status").asInt()).isEqualTo(202);
    aliceReads(site, "This computer restarts in one minute");
    aliceReads(site, "Reason: security updates");
    site.machine().rebooted();
    backWithTheNews(site, before + 1);
    assertThat(site.agent().status().planned()).isEmpty();
  }

  @Test
  void everySessionIsToldToLock() throws IOException {
    var site = site();
    site.machine()
        .need(
            "systemd-run",
            "--unit=session-of-bob",
            "--property=PAMName=login",
            "--property=User=bob",
            "sleep",
            "infinity");
    Await.until(
        "bob's session",
        PATIENCE,
        () -> site.machine().run("loginctl", "list-users").out().contains("bob"),
        () -> site.machine().run("loginctl").all());
    site.machine()
        .need(
            "systemd-run",
            "--unit=listener",
            "--property=StandardOutput=file:/root/signals",
            "dbus-monitor",
            "--system",
            "type='signal',interface='org.freedesktop.login1.Session'");
    Await.until(
        "the listener",
        PATIENCE,
        () ->
            site.machine().has("/root/signals") && !site.machine().read("/root/signals").isEmpty(),
        site::log);
    assertThat(exec(site, LOCK, "").path("status").asInt()).isEqualTo(200);
    Await.until(
        "the signal to lock",
        PATIENCE,
        () -> site.machine().read("/root/signals").contains("member=Lock"),
        site::log);
  }
}
