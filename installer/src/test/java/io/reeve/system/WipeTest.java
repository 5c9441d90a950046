package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.harness.lab.LabViews.Item;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A machine whose system and homes are in LUKS containers is wiped. Runs when asked for, with
/// `./reeve test -Pown-kernel`.
@Tag("own-kernel")
final class WipeTest {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String WIPE = "./Device/Vendor/MSFT/RemoteWipe/doWipe";
  private static final String KEEPING = "./Device/Vendor/MSFT/RemoteWipe/doWipePersistUserData";
  private static final String HEADER = "LUKS\u00ba\u00be";
  private static final int ANY_HEADER = 1 << 20;

  /// The lab is on the machine that goes; what it hears is on the serial line.
  private static void witness(Machine machine) {
    machine.need(
        "systemd-run",
        "--unit=witness",
        "--property=StandardOutput=file:/dev/ttyS0",
        "curl",
        "--silent",
        "--no-buffer",
        "--cacert",
        LabApi.STATE + "/ca.pem",
        "--header",
        "@" + Installation.LAB_HEADER,
        "https://localhost:" + LabApi.PORT + "/api/v1/events/stream");
  }

  private static void homesInAContainer(Machine machine) {
    machine.write("/root/key", "0123456789abcdef");
    machine.need(
        "cryptsetup",
        "luksFormat",
        "--batch-mode",
        "--type=luks2",
        "--pbkdf=pbkdf2",
        "--pbkdf-force-iterations=1000",
        "/dev/vdb",
        "/root/key");
    machine.need("cryptsetup", "open", "--key-file=/root/key", "/dev/vdb", "homes");
    machine.need("mkfs.ext4", "-q", "/dev/mapper/homes");
    machine.need("mount", "/dev/mapper/homes", "/home");
  }

  /// Opens a LUKS1 container with its passphrase and reads from it, by QEMU's own hand.
  private static boolean opens(Path disk, String format) {
    return Programs.run(
            List.of(
                "qemu-img",
                "dd",
                "--object",
                "secret,id=key,data=vault",
                "--image-opts",
                "if=driver=luks,key-secret=key,file.driver=%s%s"
                    .formatted(
                        format.equals("raw") ? "file" : format,
                        (format.equals("raw") ? ",file.filename=" : ",file.file.filename=") + disk),
                "of=" + disk.resolveSibling("opened"),
                "bs=1M",
                "count=1"),
            PATIENCE)
        .ok();
  }

  private static String begin(VirtualDisks disks, Path disk) throws IOException {
    var raw = disks.folder().resolve("raw");
    Programs.run(
            List.of("qemu-img", "convert", "-O", "raw", disk.toString(), raw.toString()), PATIENCE)
        .need();
    var bytes = new byte[ANY_HEADER];
    try (var file = new RandomAccessFile(raw.toFile(), "r")) {
      file.readFully(bytes);
    }
    Files.delete(raw);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static int status(VirtualSite site, String uri) {
    var id = site.lab().queue("exec", Item.of(uri, "chr", ""));
    site.sync();
    return site.lab().command(id).path("status").asInt();
  }

  @Test
  void aWipedMachineIsOffAndItsVolumesAreOpenedByNoPassphrase() throws IOException {
    var copies = Files.createTempDirectory("reeve-program");
    try {
      var reeve = ReeveFiles.copy(copies);
      try (var disks =
              Requirements.orSkip(
                  VirtualSites.PROGRAMS, () -> VirtualDisks.make(VirtualImage.get(), reeve, true));
          var machine = VirtualMachine.boot(disks)) {
        assertThat(opens(disks.image().disk(true), "raw")).as("before").isTrue();
        wipe(VirtualSite.on(machine), machine, reeve);

        assertThat(opens(disks.system(), "qcow2")).as("the system").isFalse();
        assertThat(begin(disks, disks.system())).doesNotContain(HEADER);
        assertThat(begin(disks, disks.second())).as("the homes").doesNotContain(HEADER, "keyslots");
        assertThat(machine.said())
            .contains("\"state\":\"started\"")
            .contains("erased: ")
            .contains("vault (1 keys)")
            .contains("homes (1 keys)");
      }
    } finally {
      ImageCache.remove(copies);
    }
  }

  private static void wipe(VirtualSite site, VirtualMachine machine, ReeveFiles reeve) {
    site.manage(reeve, Installation.NO_HOLD);
    assertThat(status(site, KEEPING)).as("nothing can be kept").isEqualTo(403);
    machine.need("mkfs.ext4", "-q", "/dev/vdb");
    machine.need("mount", "/dev/vdb", "/home");
    assertThat(status(site, WIPE)).as("homes lie in the open").isEqualTo(403);
    machine.need("umount", "/home");
    assertThat(status(site, WIPE)).as("homes lie in the open unmounted").isEqualTo(403);

    homesInAContainer(machine);
    witness(machine);
    var id = site.lab().queue("exec", Item.of(WIPE, "chr", ""));
    assertThat(id).isNotEmpty();
    site.beginSync();
    machine.awaitOff();
  }
}
