package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Disks that are encrypted, which only a kernel of its own can show. Slow, so it runs when asked
/// for: `./reeve test -Pown-kernel`.
@Tag("own-kernel")
@ExtendWith(VirtualSites.class)
final class EncryptedDisksTest {
  private static final String COMPLIANCE =
      "./Device/Vendor/MSFT/DeviceStatus/Compliance/EncryptionCompliance";
  private static final String STATUS =
      "./Device/Vendor/MSFT/BitLocker/Status/DeviceEncryptionStatus";

  @Test
  void homesInALuksContainerAreToldFromHomesInTheOpen(VirtualSite site) {
    var machine = site.machine();
    machine.need("mkfs.ext4", "-q", "/dev/vdb");
    machine.need("mount", "/dev/vdb", "/home");
    assertThat(layers(machine)).doesNotContain("crypt");
    assertThat(site.told(STATUS)).as("system and homes lie open").isEqualTo("516");
    assertThat(site.told(COMPLIANCE)).isEqualTo("false");

    machine.need("umount", "/home");
    encrypt(machine, "/dev/vdb", "homes");
    machine.need("mkfs.ext4", "-q", "/dev/mapper/homes");
    machine.need("mount", "/dev/mapper/homes", "/home");
    assertThat(machine.need("cryptsetup", "status", "homes")).contains("is active and is in use");
    assertThat(site.told(STATUS)).as("only the system lies open").isEqualTo("4");
  }

  private static void encrypt(Machine machine, String disk, String name) {
    machine.write("/root/key", "0123456789abcdef");
    machine.need(
        "cryptsetup",
        "luksFormat",
        "--batch-mode",
        "--type",
        "luks2",
        "--pbkdf",
        "pbkdf2",
        "--pbkdf-force-iterations",
        "1000",
        disk,
        "/root/key");
    machine.need("cryptsetup", "open", "--key-file", "/root/key", disk, name);
  }

  private static String layers(Machine machine) {
    return machine.need("lsblk", "--inverse", "--noheadings", "--output=TYPE,MOUNTPOINTS");
  }

  /// Needs no service: a machine of its own, booted from an encrypted disk, is asked.
  @Test
  void aSystemInALuksContainerIsEncryptedUntilItSwapsToTheOpen() throws IOException {
    var copies = Files.createTempDirectory("reeve-program");
    try {
      var reeve = ReeveFiles.copy(copies);
      try (var disks =
              Requirements.orSkip(
                  VirtualSites.PROGRAMS, () -> VirtualDisks.make(VirtualImage.get(), reeve, true));
          var machine = VirtualMachine.boot(disks)) {
        assertThat(machine.need("findmnt", "--noheadings", "--output=SOURCE", "/").strip())
            .isEqualTo("/dev/mapper/vault");
        assertThat(machine.need("cryptsetup", "status", "vault")).contains("type:    LUKS1");
        assertThat(layers(machine)).contains("crypt /\n");
        assertThat(seen(machine, reeve, COMPLIANCE)).isEqualTo("true");

        machine.need("mkswap", "/dev/vdb");
        machine.need("swapon", "/dev/vdb");
        assertThat(seen(machine, reeve, STATUS)).as("what swap holds lies open").isEqualTo("512");
      }
    } finally {
      ImageCache.remove(copies);
    }
  }

  /// What an agent that is asked on the machine itself sees.
  private static String seen(Machine machine, ReeveFiles reeve, String uri) {
    var line = reeve.line(Main.class.getName(), "explain", uri, "--json");
    line.addAll(List.of("--state", "/root/state"));
    return VirtualSite.json(machine.run(line, "").need()).path("state").path("seen").asText();
  }
}
