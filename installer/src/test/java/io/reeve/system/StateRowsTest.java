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
  private static final String VARIABLES = "/sys/firmware/efi/efivars";
  private static final String GLOBAL = "-8be4df61-93ca-11d2-aa0d-00e098032b8c";

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

  /// First without a firmware that can be asked, then with its variables as the kernel shows them:
  /// four bytes of attributes, one of value.
  @Test
  void secureBootIsAsTheFirmwareSays() throws IOException {
    var machine = site().machine();
    var state = "./Device/Vendor/MSFT/DeviceStatus/SecureBootState";
    hideFirmware(machine);
    assertThat(told(state)).as("no UEFI").isEqualTo("0");
    machine.need("mkdir", "-p", VARIABLES);
    machine.write(VARIABLES + "/SecureBoot" + GLOBAL, "\6\0\0\0\1");
    assertThat(told(state)).as("on").isEqualTo("1");
    machine.write(VARIABLES + "/SetupMode" + GLOBAL, "\6\0\0\0\1");
    assertThat(told(state)).as("whoever comes may enrol keys").isEqualTo("2");
    machine.need("rm", VARIABLES + "/SetupMode" + GLOBAL);
    machine.write(VARIABLES + "/SecureBoot" + GLOBAL, "\6\0\0\0\0");
    assertThat(told(state)).as("off").isEqualTo("2");
    machine.need("umount", "--recursive", "/sys");
  }

  /// A `/sys` that holds nothing but what systemd needs.
  private static void hideFirmware(BootedMachine machine) {
    machine.need("mkdir", "/run/real");
    machine.need("mount", "--rbind", "/sys", "/run/real");
    machine.need("mount", "-t", "tmpfs", "tmpfs", "/sys");
    machine.need("mkdir", "/sys/fs");
    machine.need("mount", "--rbind", "/run/real/fs", "/sys/fs");
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
