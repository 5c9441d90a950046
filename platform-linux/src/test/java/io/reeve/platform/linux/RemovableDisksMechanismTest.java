package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.programs.ProcessCommands;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.PendingException;
import io.reeve.harness.MechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Over a small tree in place of `/sys` and `/proc`: a disk of the machine's own, a USB stick with
/// a partition, soldered memory, a card.
final class RemovableDisksMechanismTest implements MechanismContract {
  private static final String PCI = "/sys/devices/pci0000:00/0000:00:14.0";
  private static final String STICK = PCI + "/usb2/2-1/2-1:1.0/host6/target6:0:0/6:0:0:0/block/sdb";
  private static final String ROOT = "259:2 / ext4 /dev/nvme0n1p2 rw";
  private static final String STICK_MOUNTED = "8:17 /media/my\\040stick vfat /dev/sdb1 rw,nosuid";
  private static final Value DENIED = Value.of("denied");
  @TempDir Path root;
  private final List<List<String>> ran = new ArrayList<>();
  private String zpool = "";

  private boolean busy;

  @BeforeEach
  void disks() throws IOException {
    Tools.needRoot();
    disk("nvme0n1", "259:0", PCI + "/nvme/nvme0/nvme0n1");
    part("nvme0n1", "nvme0n1p2", "259:2");
    disk("sdb", "8:16", STICK);
    part("sdb", "sdb1", "8:17");
    disk("mmcblk0", "179:0", PCI + "/mmc0/mmc0:0001/block/mmcblk0");
    Scratch.file(root, "/sys/block/mmcblk0/device/type", "MMC\n");
    disk("mmcblk1", "179:8", PCI + "/mmc1/mmc1:aaaa/block/mmcblk1");
    Scratch.file(root, "/sys/block/mmcblk1/device/type", "SD\n");
    mounts(ROOT, STICK_MOUNTED);
  }

  private void disk(String name, String number, String device) throws IOException {
    attributes(device, number);
    Scratch.file(root, device + "/size", "2048\n");
    link("/sys/block/" + name, device);
    link("/sys/class/block/" + name, device);
    link("/sys/dev/block/" + number, device);
  }

  private void part(String disk, String name, String number) throws IOException {
    var device = "/" + root.relativize(root.resolve("sys/block/" + disk).toRealPath()) + "/" + name;
    attributes(device, number);
    Scratch.file(root, device + "/partition", "1\n");
    link("/sys/class/block/" + name, device);
    link("/sys/dev/block/" + number, device);
  }

  /// What device-mapper makes of another device.
  private void onTop(String name, String number, String below) throws IOException {
    var device = "/sys/devices/virtual/block/" + name;
    disk(name, number, device);
    Files.createDirectories(root.resolve(device.substring(1) + "/slaves/" + below));
    Files.createDirectories(root.resolve("sys/class/block/" + below + "/holders/" + name));
  }

  private void attributes(String device, String number) throws IOException {
    Scratch.file(root, device + "/ro", "0\n");
    Scratch.file(root, device + "/dev", number + "\n");
  }

  private void link(String from, String to) throws IOException {
    int slash = from.lastIndexOf('/');
    var folder = Files.createDirectories(root.resolve(from.substring(1, slash)));
    Files.createSymbolicLink(
        folder.resolve(from.substring(slash + 1)),
        folder.relativize(root.resolve(to.substring(1))));
  }

  /// @param lines each as `MAJOR:MINOR POINT TYPE SOURCE OPTIONS`
  private void mounts(String... lines) throws IOException {
    var text = new StringBuilder();
    for (var line : lines) {
      var words = line.split(" ");
      Files.createDirectories(root.resolve(MountPoints.unescaped(words[1]).substring(1)));
      text.append(
          "36 35 %s / %s %s shared:1 - %s %s rw,%s\n"
              .formatted(
                  words[0],
                  words[1],
                  words[4].replaceAll(",.*", ""),
                  words[2],
                  words[3],
                  words[4].replaceAll("^r[ow],?", "")));
    }
    Scratch.file(root, "/proc/self/mountinfo", text.toString());
  }

  @Override
  public Mechanism mechanism() {
    Commands commands =
        (arguments, _) -> {
          ran.add(arguments);
          return arguments.getFirst().equals("/usr/bin/mount")
              ? remount(arguments.get(2), arguments.getLast())
              : new Commands.Result(0, zpool, "");
        };
    return new RemovableDisksMechanism(Scratch.host(root, commands), this::set);
  }

  private Commands.Result remount(String options, String folder) throws IOException {
    if (busy) {
      return new Commands.Result(32, "", "mount: " + folder + ": mount point is busy.");
    }
    var how = options.substring("remount,".length());
    var name = " " + folder.replace(" ", "\\040") + " ";
    var lines = Scratch.text(root, "/proc/self/mountinfo").lines();
    Scratch.file(
        root,
        "/proc/self/mountinfo",
        lines
            .map(line -> line.contains(name) ? line.replaceFirst(" r[ow] ", " " + how + " ") : line)
            .collect(Collectors.joining("\n", "", "\n")));
    return new Commands.Result(0, "", "");
  }

  private void set(Path device, boolean readOnly) {
    try {
      var sys = "/sys/class/block/" + device.getFileName() + "/ro";
      Scratch.file(root, sys, readOnly ? "1\n" : "0\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
  void onlyWhatWeLockedIsUnlocked() throws IOException {
    set(Path.of("mmcblk1"), true);
    var before = point().capture();
    point().write(DENIED);
    // Somebody locks a disk that came later.
    disk("sdc", "8:32", PCI + "/usb2/2-2/2-2:1.0/host7/target7:0:0/7:0:0:0/block/sdc");
    set(Path.of("sdc"), true);
    point().restore(before);
    assertThat(flags()).isEqualTo("00001");
    assertThat(Scratch.text(root, "/sys/block/sdc/ro")).isEqualTo("1\n");
    assertThat(root.resolve("var/lib/reeve")).doesNotExist();
  }

  @Test
  void whatUdevLockedByOurRuleIsUnlockedToo() throws IOException {
    var before = point().capture();
    point().write(DENIED);
    disk("sdc", "8:32", PCI + "/usb2/2-2/2-2:1.0/host7/target7:0:0/7:0:0:0/block/sdc");
    set(Path.of("sdc"), true);
    Scratch.file(root, "/run/udev/data/b8:32", "I:1\nE:ID_BUS=usb\nE:REEVE_READ_ONLY=1\n");
    point().restore(before);
    assertThat(Scratch.text(root, "/sys/block/sdc/ro")).isEqualTo("0\n");
  }

  @Test
  void anotherStickThatGotTheSameNameIsNotOurs() throws IOException {
    point().write(DENIED);
    Scratch.file(root, "/sys/block/sdb/diskseq", "17\n");
    point().write(Value.absent());
    assertThat(flags()).isEqualTo("01100");
  }

  @Test
  void aMountedStickIsMountedForReadingAndForWritingAgainAfterwards() throws IOException {
    var before = point().capture();
    point().write(DENIED);
    assertThat(ran)
        .containsExactly(List.of("/usr/bin/mount", "-o", "remount,ro", "/media/my stick"));
    point().restore(before);
    assertThat(ran.getLast())
        .containsExactly("/usr/bin/mount", "-o", "remount,rw", "/media/my stick");
  }

  @Test
  void aStickWithAnOpenFileIsWaitedForAndNotCalledDenied() throws IOException {
    busy = true;
    assertThatThrownBy(() -> point().write(DENIED))
        .isInstanceOf(PendingException.class)
        .hasMessageContaining("waiting until /media/my stick can be mounted for reading only");
    assertThat(flags()).isEqualTo("01101");
    assertThat(point().read()).isEqualTo(Value.absent());

    busy = false;
    point().write(DENIED);

    assertThat(point().read()).isEqualTo(DENIED);
  }

  @Test
  void whatIsWaitedForCanBeTakenBack() throws IOException {
    var before = point().capture();
    busy = true;
    assertThatThrownBy(() -> point().write(DENIED)).isInstanceOf(PendingException.class);
    point().restore(before);
    assertThat(flags()).isEqualTo("00000");
    assertThat(root.resolve("etc/udev")).doesNotExist();
    assertThat(root.resolve("var/lib/reeve")).doesNotExist();
  }

  /// Anybody mounts file systems of their own, calls them what they like, and moves the folder.
  @Test
  void aMountThatOnlySaysItIsOnAStickIsNone() throws IOException {
    mounts(ROOT, "0:77 /home/eve/m fuse.sshfs /dev/sdb1 rw", "0:78 / fuse.x /dev/mmcblk1 rw");
    point().write(DENIED);
    assertThat(point().read()).isEqualTo(DENIED);
    assertThat(ran).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxr-x", "rwxrwxrwx"})
  void aFolderThatOthersCanMoveIsNotMountedAgain(String mode) throws IOException {
    mounts(ROOT, "8:17 /home/eve/stick vfat /dev/sdb1 rw");
    Files.setPosixFilePermissions(root.resolve("home/eve"), PosixFilePermissions.fromString(mode));
    assertThatThrownBy(() -> point().write(DENIED)).isInstanceOf(PendingException.class);
    assertThat(ran).isEmpty();
  }

  @Test
  void anOpenedLuksOnAStickIsLockedAndMountedForReadingAsWell() throws IOException {
    onTop("dm-3", "253:3", "sdb1");
    mounts(ROOT, "253:3 /media/vault ext4 /dev/mapper/luks-1 rw");
    var before = point().capture();
    point().write(DENIED);
    assertThat(Scratch.text(root, "/sys/block/dm-3/ro")).isEqualTo("1\n");
    assertThat(ran.getLast()).endsWith("remount,ro", "/media/vault");
    point().restore(before);
    assertThat(Scratch.text(root, "/sys/block/dm-3/ro")).isEqualTo("0\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8:17 / ext4 /dev/sdb1 rw",
        "8:17 / ext4 /dev/root rw",
        "179:8 /boot vfat /dev/mmcblk1 rw",
        "179:8 /boot/firmware vfat /dev/mmcblk1 rw",
        "8:17 /var/lib/reeve ext4 /dev/sdb1 rw",
        "8:17 /srv/data ext4 /dev/sdb1 rw",
        "8:17 /data ext4 /dev/sdb1 rw"
      })
  void aMachineThatRunsFromSuchADiskIsLeftAlone(String mount) throws IOException {
    Scratch.file(
        root,
        "/etc/fstab",
        "# <file system>\nUUID=1 /data ext4 nofail 0 2\n/dev/sdb1 /mnt/stick auto user,noauto\n");
    mounts(ROOT, mount);
    refused();
  }

  private void refused() throws IOException {
    assertThatThrownBy(() -> point().write(DENIED))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("the system itself runs from a removable disk");
    assertThat(flags()).isEqualTo("00000");
  }

  @Test
  void whatPeopleMountByAnEntryOfFstabIsTheirs() throws IOException {
    Scratch.file(root, "/etc/fstab", "/dev/sdb1 /mnt/stick auto user,noauto\n");
    mounts(ROOT, "8:17 /mnt/stick vfat /dev/sdb1 rw");
    point().write(DENIED);
    assertThat(flags()).isEqualTo("01101");
  }

  @Test
  void aSystemOnAnEncryptedStickIsFoundBelowTheEncryption() throws IOException {
    onTop("dm-0", "253:0", "sdb1");
    mounts("253:0 / ext4 /dev/mapper/root rw");
    refused();
  }

  @Test
  void aSystemInLayersOnAStickIsFoundBelowThem() throws IOException {
    disk("loop0", "7:0", "/sys/devices/virtual/block/loop0");
    Scratch.file(root, "/sys/block/loop0/loop/backing_file", "/run/live/medium/root.squashfs\n");
    mounts(
        "8:17 /run/live/medium vfat /dev/sdb1 ro",
        "7:0 /run/live/rootfs squashfs /dev/loop0 ro",
        "0:40 /run/live/overlay tmpfs tmpfs rw",
        "0:41 / overlay overlay rw,lowerdir=/run/live/rootfs/,upperdir=/run/live/overlay/rw");
    refused();
  }

  @Test
  void whereTheLayersOfTheRootCannotBeSeenAnythingButPeoplesMountsMayBeOne() throws IOException {
    var hidden = "0:41 / overlay /cow rw,lowerdir=/filesystem.squashfs,upperdir=/cow/upper";
    mounts(hidden, STICK_MOUNTED);
    point().read();
    mounts(hidden, STICK_MOUNTED, "8:17 /cdrom vfat /dev/sdb1 ro");
    refused();
  }

  @Test
  void aRootOnSeveralDevicesIsFoundOnEachOfThem() throws IOException {
    Files.createDirectories(root.resolve("sys/fs/btrfs/1234/devices/nvme0n1p2"));
    Files.createDirectories(root.resolve("sys/fs/btrfs/1234/devices/sdb1"));
    mounts("0:30 / btrfs /dev/nvme0n1p2 rw");
    refused();
  }

  @Test
  void theDisksOfAPoolAreAskedOfItsTool() throws IOException {
    mounts("0:30 / zfs rpool/ROOT/debian rw");
    assertThatThrownBy(() -> point().read())
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("zpool is not installed");
    Scratch.file(root, "/usr/sbin/zpool", "");
    zpool = "rpool\t928G\n\t/dev/nvme0n1p2\t928G\n";
    point().read();
    zpool = "rpool\t928G\n\tmirror-0\n\t/dev/nvme0n1p2\t-\n\t/dev/sdb1\t-\n";
    refused();
  }

  @Test
  void theKernelTellsOfMounts() throws IOException {
    Tools.need("/usr/bin/unshare", "util-linux");
    Fork.run(List.of("/usr/bin/unshare", "--mount"), MountsInNamespace.class);
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
