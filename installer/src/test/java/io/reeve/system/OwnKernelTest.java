package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.cli.Main;
import io.reeve.harness.lab.LabViews.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What only a kernel of its own can show: disks that are encrypted, and a USB stick. Slow, so it
/// runs when asked for: `mvn verify -Psystem-vm -pl installer -am`.
@Tag("own-kernel")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OwnKernelTest {
  private static final String STATUS =
      "./Device/Vendor/MSFT/BitLocker/Status/DeviceEncryptionStatus";
  private static final String DENY_WRITE =
      "./Device/Vendor/MSFT/Policy/Config/Storage/RemovableDiskDenyWriteAccess";

  private @Nullable VirtualMachine booted;
  private @Nullable ReeveFiles reeve;
  private @Nullable LabApi lab;

  @BeforeAll
  void boot() throws IOException {
    reeve = ReeveFiles.copy(Files.createTempDirectory("reeve-program"));
    booted =
        Requirements.orSkip(
            List.of("qemu-system-x86_64", "mkfs.ext4"),
            () -> VirtualMachine.boot(VirtualImage.get(), program()));
    lab = new LabApi(machine());
    Installation.put(machine(), program(), lab());
    reeve(
        "enroll",
        "--server",
        LabApi.DISCOVERY,
        "--user",
        Installation.USER,
        "--password-file",
        Installation.PASSWORD_FILE,
        "--ca",
        LabApi.STATE + "/ca.pem");
  }

  @AfterAll
  void stop() throws IOException {
    if (booted != null) {
      booted.close();
    }
    if (reeve != null) {
      ImageCache.remove(reeve.folder());
    }
  }

  private VirtualMachine machine() {
    return needed(booted);
  }

  private ReeveFiles program() {
    return needed(reeve);
  }

  private LabApi lab() {
    return needed(lab);
  }

  private static <T> T needed(@Nullable T thing) {
    if (thing == null) {
      throw new IllegalStateException("not booted");
    }
    return thing;
  }

  /// Runs a command of the agent on the machine.
  private String reeve(String... arguments) {
    var line = program().line(Main.class.getName(), arguments);
    line.addAll(List.of("--state", Installation.STATE));
    return machine().run(line, "").need();
  }

  private String told(String uri) {
    var id = lab().queue("get", Item.of(uri, "chr", ""));
    reeve("sync");
    return lab().command(id).path("results").path(0).path("value").asText();
  }

  @Test
  void homesOnAnEncryptedDiskAreToldFromHomesThatAreNot() {
    var machine = machine();
    var key = "/root/key";
    machine.write(key, "0123456789abcdef");
    machine.need("mkfs.ext4", "-q", "/dev/vdd");
    machine.need("mount", "/dev/vdd", "/home");
    assertThat(told(STATUS)).as("the system and the homes lie open").isEqualTo("516");
    machine.need("umount", "/home");
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
        "/dev/vdd",
        key);
    machine.need("cryptsetup", "open", "--key-file", key, "/dev/vdd", "homes");
    machine.need("mkfs.ext4", "-q", "/dev/mapper/homes");
    machine.need("mount", "/dev/mapper/homes", "/home");
    assertThat(told(STATUS)).as("only the system lies open").isEqualTo("4");
  }

  @Test
  void aStickCanBeWrittenUntilTheServiceForbidsItAndAgainAfterwards() {
    var machine = machine();
    assertThat(writing(machine).ok()).as("before").isTrue();
    lab().assign("usb", false, List.of(Item.of(DENY_WRITE, "int", "1")));
    reeve("sync");
    assertThat(machine.read("/sys/block/sda/ro").strip()).isEqualTo("1");
    assertThat(writing(machine).all()).contains("Operation not permitted");
    replug(machine);
    assertThat(machine.read("/sys/block/sda/ro").strip()).as("plugged in again").isEqualTo("1");
    lab().unassign("usb");
    reeve("sync");
    replug(machine);
    assertThat(writing(machine).ok()).as("afterwards").isTrue();
  }

  private static Programs.Ended writing(Machine machine) {
    return machine.run(
        "dd", "if=/dev/zero", "of=/dev/sda", "bs=512", "count=1", "conv=fsync,notrunc");
  }

  /// Takes the stick off the bus and puts it on again, as pulling and plugging it does.
  private static void replug(Machine machine) {
    var device = machine.need("realpath", "/sys/block/sda/device").strip();
    while (!machine.has(device + "/authorized")) {
      device = device.substring(0, device.lastIndexOf('/'));
    }
    machine.write(device + "/authorized", "0\n");
    machine.need("udevadm", "settle");
    machine.write(device + "/authorized", "1\n");
    Await.until(
        "the stick",
        Duration.ofMinutes(2),
        () -> machine.has("/dev/sda"),
        () -> machine.run("dmesg").out());
    machine.need("udevadm", "settle");
  }
}
