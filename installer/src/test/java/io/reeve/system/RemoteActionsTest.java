package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.local.AgentException;
import io.reeve.harness.lab.LabViews.Item;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the helpdesk has done to a machine, on one that really does it.
final class RemoteActionsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String REBOOT = "./Device/Vendor/MSFT/Reboot/RebootNow";
  private static final String LOCK = "./Device/Vendor/MSFT/RemoteLock/Lock";
  private static final String CANCEL = "./Device/Vendor/Reeve/Actions/CancelShutDown";

  private static JsonNode exec(ManagedMachine site, String uri, String data) throws IOException {
    var id = site.lab().queue("exec", Item.of(uri, "chr", data));
    site.sync();
    return site.lab().command(id);
  }

  /// The machine may be gone before the session ends; the service then asks again when it is back.
  private static String restartNow(ManagedMachine site) throws IOException {
    var id = site.lab().queue("exec", Item.of(REBOOT, "chr", "0"));
    try {
      site.sync();
    } catch (AgentException e) {
      assertThat(e).hasMessageContaining("ended the connection");
    }
    return id;
  }

  private static List<String> told(ManagedMachine site) {
    return site.lab().events().stream()
        .filter(event -> event.path("kind").asText().equals("alert.action"))
        .map(JsonNode::toString)
        .toList();
  }

  @Test
  void aRestartIsToldAsDoneWhenTheMachineIsBackAndIsDoneOnce() throws IOException {
    try (var site = Requirements.orSkip(() -> ManagedMachine.start(Furniture::usual))) {
      assertThat(exec(site, REBOOT, "10").path("status").asInt()).isEqualTo(202);
      assertThat(site.machine().need("cat", "/run/systemd/shutdown/scheduled"))
          .contains("MODE=reboot");
      assertThat(exec(site, CANCEL, "").path("status").asInt()).isEqualTo(200);
      assertThat(site.machine().has("/run/systemd/shutdown/scheduled")).isFalse();

      var id = restartNow(site);
      site.machine().rebooted();
      Await.until("the service", PATIENCE, site.lab()::isUp, site::log);

      Await.until(
          "the news that the machine is back",
          PATIENCE,
          () -> told(site).stream().anyMatch(text -> text.contains("the machine was restarted")),
          site::log);
      assertThat(told(site)).filteredOn(text -> text.contains("done")).isNotEmpty();
      assertThat(site.lab().command(id).path("status").asInt()).isIn(200, 202);
      assertThat(site.agent().history(50))
          .filteredOn(event -> event.subject().equals(REBOOT) && event.text().equals("Begun."))
          .hasSize(2);
    }
  }

  @Test
  void everySessionIsToldToLock() throws IOException {
    try (var site = Requirements.orSkip(() -> ManagedMachine.start(Furniture::usual))) {
      site.machine()
          .need(
              "systemd-run",
              "--unit=session-of-alice",
              "--property=PAMName=login",
              "--property=User=alice",
              "sleep",
              "1000");
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
              site.machine().has("/root/signals")
                  && !site.machine().read("/root/signals").isEmpty(),
          site::log);
      assertThat(exec(site, LOCK, "").path("status").asInt()).isEqualTo(200);
      Await.until(
          "the signal to lock",
          PATIENCE,
          () -> site.machine().read("/root/signals").contains("member=Lock"),
          site::log);
    }
  }
}
