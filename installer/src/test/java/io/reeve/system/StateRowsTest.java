package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.harness.lab.LabViews.Item;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The rows of tier 1 that are only told: what the service reads is what the system's own tools
/// show.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StateRowsTest {
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

  /// What the device answers when the service asks for that node.
  private String told(String uri) throws IOException {
    var id = site().lab().queue("get", Item.of(uri, "chr", ""));
    site().sync();
    var answer = site().lab().command(id);
    assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(200);
    return answer.path("results").path(0).path("value").asText();
  }

  @Test
  void aMachineWithoutADiskOfItsOwnSaysThatItCannotTell() throws IOException {
    var uri = "./Device/Vendor/MSFT/DeviceStatus/Compliance/EncryptionCompliance";
    var state = site().agent().explain(uri).state();
    assertThat(state.seen()).isEmpty();
    assertThat(state.detail()).contains("container");
  }

  @Test
  void secureBootIsAsTheFirmwareSays() throws IOException {
    var variables = "/sys/firmware/efi/efivars";
    var variable = site().machine().run("find", variables, "-name", "SecureBoot-*").out().strip();
    var expected = "0";
    if (!variable.isEmpty()) {
      var bytes = site().machine().need("od", "-An", "-tu1", variable).strip();
      expected = bytes.endsWith("1") ? "1" : "2";
    }
    assertThat(told("./Device/Vendor/MSFT/DeviceStatus/SecureBootState")).isEqualTo(expected);
  }

  @Test
  void waitingUpdatesAreThoseThatAptWouldInstall() throws IOException {
    var machine = site().machine();
    Shop.open(machine);
    Shop.offer(machine, "reeve-sample", "1.0");
    machine.need("apt-get", "install", "--yes", "reeve-sample");
    Shop.offer(machine, "reeve-sample", "2.0");
    assertThat(machine.need("apt-get", "--simulate", "dist-upgrade"))
        .contains("Inst reeve-sample [1.0] (2.0");
    assertThat(told("./Device/Vendor/Reeve/Update/Status/Pending")).isEqualTo("1");
    machine.need("touch", "/run/reboot-required");
    assertThat(told("./Device/Vendor/Reeve/Update/Status/RebootRequired")).isEqualTo("true");
  }
}
