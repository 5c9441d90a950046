package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.programs.ProcessCommands;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.harness.MechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Over a small tree in place of `/sys` and `/proc`: a disk of the machine's own, a USB stick with
/// a partition, soldered memory, a card.
final class RemovableDisksMechanismTest implements MechanismContract {
  private static final String PCI = "/sys/devices/pci0000:00/0000:00:14.0";
  private static final Value DENIED = Value.of("denied");
  @TempDir Path root;
  private final List<List<String>> ran = new ArrayList<>();

  @BeforeEach
  void disks() throws IOException {
    disk("nvme0n1", PCI + "/nvme/nvme0/nvme0n1");
    disk("sdb", PCI + "/usb2/2-1/2-1:1.0/host6/target6:0:0/6:0:0:0/block/sdb");
    Scratch.file(root, "/sys/block/sdb/sdb1/partition", "1\n");
    Scratch.file(root, "/sys/block/sdb/sdb1/ro", "0\n");
    disk("mmcblk0", PCI + "/mmc0/mmc0:0001/block/mmcblk0");
    Scratch.file(root, "/sys/block/mmcblk0/device/type", "MMC\n");
    disk("mmcblk1", PCI + "/mmc1/mmc1:aaaa/block/mmcblk1");
    Scratch.file(root, "/sys/block/mmcblk1/device/type", "SD\n");
    mounts("/dev/nvme0n1p2 / ext4 rw 0 0\n/dev/sdb1 /media/my\\040stick vfat rw,nosuid 0 0\n");
  }

  private void disk(String name, String device) throws IOException {
    Scratch.file(root, device + "/ro", "0\n");
    Scratch.file(root, device + "/size", "2048\n");
    Scratch.file(root, device + "/dev", "8:16\n");
    var block = Files.createDirectories(root.resolve("sys/block"));
    Files.createSymbolicLink(
        block.resolve(name), block.relativize(root.resolve(device.substring(1))));
  }

  private void mounts(String lines) throws IOException {
    Scratch.file(root, "/proc/mounts", lines);
  }

  @Override
  public Mechanism mechanism() {
    Commands commands =
        (arguments, _) -> {
          ran.add(arguments);
          return new Commands.Result(0, "", "");
        };
    return new RemovableDisksMechanism(Scratch.host(root, commands), this::set);
  }

  private void set(Path device, boolean readOnly) {
    var name = String.valueOf(device.getFileName());
    var sys = name.startsWith("sdb") && !name.equals("sdb") ? "/sys/block/sdb/" : "/sys/block/";
    try {
      Scratch.file(root, sys + name + "/ro", readOnly ? "1\n" : "0\n");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String flags() throws IOException {
    var flags = new StringBuilder();
    for (var name : List.of("nvme0n1", "sdb", "sdb/sdb1", "mmcblk0", "mmcblk1")) {
      flags.append(Scratch.text(root, "/sys/block/" + name + "/ro").strip());
    }
    return flags.toString();
  }

  @Override
  public Address address() {
    return new Address("removable-disks", Map.of());
  }

  @Override
  public List<Value> values() {
    return List.of(DENIED);
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(new Address("removable-disks", Map.of("disk", "sda")));
  }

  @Override
  public Optional<Path> scratch() {
    return Optional.of(root);
  }

  private Mechanism.Point point() throws IOException {
    return mechanism().bind(address());
  }

  @Test
  void whatIsPluggedInIsLockedAndTheMachinesOwnDisksAreNot() throws IOException {
    point().write(DENIED);
    assertThat(flags()).isEqualTo("01101");
    assertThat(point().read()).isEqualTo(DENIED);
  }

  @Test
  void aDiskThatSomebodyUnlocksIsSeen() throws IOException {
    point().write(DENIED);
    set(Path.of("sdb1"), false);
    assertThat(point().read()).isEqualTo(Value.of("denied, but sdb1 can be written to"));
    point().write(DENIED);
    assertThat(point().read()).isEqualTo(DENIED);
  }

  @Test
  void whatWasLockedBeforeStaysLockedAfterwards() throws IOException {
    set(Path.of("mmcblk1"), true);
    var before = point().capture();
    point().write(DENIED);
    point().restore(before);
    assertThat(flags()).isEqualTo("00001");
  }

  @Test
  void aMountedStickIsMountedForReadingAndForWritingAgainAfterwards() throws IOException {
    var before = point().capture();
    point().write(DENIED);
    assertThat(ran)
        .containsExactly(List.of("/usr/bin/mount", "-o", "remount,ro", "/media/my stick"));
    mounts("/dev/nvme0n1p2 / ext4 rw 0 0\n/dev/sdb1 /media/my\\040stick vfat ro,nosuid 0 0\n");
    point().restore(before);
    assertThat(ran.getLast())
        .containsExactly("/usr/bin/mount", "-o", "remount,rw", "/media/my stick");
  }

  @ParameterizedTest
  @CsvSource({"/dev/sdb1 / ext4 rw 0 0", "/dev/mmcblk1 /boot vfat rw 0 0"})
  void aMachineThatRunsFromSuchADiskIsLeftAlone(String mount) throws IOException {
    mounts(mount + "\n");
    assertThatThrownBy(() -> point().write(DENIED))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("the system itself runs from a removable disk");
    assertThat(flags()).isEqualTo("00000");
  }

  @Test
  void aSystemOnAnEncryptedStickIsFoundBelowTheEncryption() throws IOException {
    mounts("/dev/dm-0 / ext4 rw 0 0\n");
    Files.createDirectories(root.resolve("sys/class/block/dm-0/slaves/sdb1"));
    assertThatThrownBy(() -> point().read()).isInstanceOf(NotApplicableException.class);
  }

  @Test
  void theKernelRefusesWritesToALockedDisk() throws IOException {
    Tools.needRoot();
    Tools.need("/sbin/losetup", "mount");
    var file = Files.write(root.resolve("disk"), new byte[1 << 20]);
    var made = run("/sbin/losetup", "--find", "--show", file.toString());
    org.junit.jupiter.api.Assumptions.assumeTrue(made.ok(), "loop devices");
    var loop = Path.of(made.out().strip());
    try {
      BlockFlag.kernel().set(loop, true);
      assertThat(Path.of("/sys/block", String.valueOf(loop.getFileName()), "ro")).hasContent("1");
      assertThatThrownBy(() -> Files.write(loop, new byte[512])).isInstanceOf(IOException.class);
      BlockFlag.kernel().set(loop, false);
      Files.write(loop, new byte[512]);
    } finally {
      run("/sbin/losetup", "--detach", loop.toString());
    }
    assertThatThrownBy(() -> BlockFlag.kernel().set(root.resolve("disk"), true))
        .hasMessageContaining("BLKROSET");
  }

  private static Commands.Result run(String... words) throws IOException {
    return ProcessCommands.unix().run(List.of(words), Duration.ofSeconds(20));
  }
}
