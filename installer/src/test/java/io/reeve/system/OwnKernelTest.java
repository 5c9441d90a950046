package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.cli.Main;
import io.reeve.harness.lab.LabViews.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What only a kernel of its own can show: disks that are encrypted, memory that is limited, a
/// network that loses packets. Slow, so it runs when asked for: `./reeve test -Pown-kernel`.
@Tag("own-kernel")
@ExtendWith(VirtualSites.class)
final class OwnKernelTest {
  private static final String COMPLIANCE =
      "./Device/Vendor/MSFT/DeviceStatus/Compliance/EncryptionCompliance";
  private static final String STATUS =
      "./Device/Vendor/MSFT/BitLocker/Status/DeviceEncryptionStatus";

  private static final String HOSTS = "./Device/Vendor/Reeve/Hosts/";
  private static final String PROFILE = "hosts";
  private static final String MEMORY = "" + 160L * 1024 * 1024;
  private static final String GROUP = "/sys/fs/cgroup/system.slice/reeve.service/";

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
    assertThat(site.told(COMPLIANCE)).isEqualTo("false");
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

  @Test
  void aSessionEndsWellWithinTheMemoryOfASmallMachine(VirtualSite site) {
    var machine = site.machine();
    assertThat(machine.run(hog()).ok()).as("a limit is enforced here").isFalse();
    machine.need(
        "systemctl",
        "set-property",
        "--runtime",
        "reeve.service",
        "MemoryMax=" + MEMORY,
        "MemorySwapMax=0");
    var process = process(machine);
    site.assign(PROFILE, hosts(30));
    assertThat(machine.need("getent", "hosts", "host29.example")).contains("192.0.2.29");
    assertThat(process(machine)).as("the same process all the time").isEqualTo(process);
    assertThat(machine.read(GROUP + "memory.max").strip()).isEqualTo(MEMORY);
    assertThat(machine.read(GROUP + "memory.events")).contains("oom_kill 0\n");
  }

  private static String[] hog() {
    return new String[] {
      "systemd-run", "--quiet", "--wait", "-p", "MemoryMax=20M", "tail", "/dev/zero"
    };
  }

  private static String process(Machine machine) {
    return machine.need("systemctl", "show", "--property=MainPID", "--value", "reeve.service");
  }

  private static Item[] hosts(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Item.of(HOSTS + "host" + i + ".example", "chr", "192.0.2." + i))
        .toArray(Item[]::new);
  }

  @Test
  void aSessionEndsWellOverANetworkThatIsSlowAndLosesPackets(VirtualSite site) {
    var machine = site.machine();
    site.lab().assign(PROFILE, false, List.of(hosts(5)));
    machine.need(
        "tc", "qdisc", "add", "dev", "lo", "root", "netem", "delay", "150ms", "50ms", "loss", "5%");
    site.sync();
    var statistics = machine.need("tc", "-s", "qdisc", "show", "dev", "lo");
    machine.need("tc", "qdisc", "del", "dev", "lo", "root");
    assertThat(statistics).containsPattern("dropped [1-9]");
    assertThat(site.lab().answers()).hasSize(5).allMatch(answer -> answer.status() == 200);
    assertThat(machine.need("getent", "hosts", "host4.example")).contains("192.0.2.4");
  }

  /// What an agent that is asked on the machine itself sees.
  private static String seen(Machine machine, ReeveFiles reeve, String uri) {
    var line = reeve.line(Main.class.getName(), "explain", uri, "--json");
    line.addAll(List.of("--state", "/root/state"));
    return VirtualSite.json(machine.run(line, "").need()).path("state").path("seen").asText();
  }
}
