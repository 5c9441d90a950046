package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.RemoteAction.Result;
import io.reeve.platform.linux.LuksVolumes.Volume;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a wipe finds before it touches anything; a machine with a kernel of its own shows the rest.
final class WipeActionTest {
  private static final String LUKS = "CRYPT-LUKS2-0123-vault";
  @TempDir Path root;
  private FakeDisks disks = new FakeDisks(Path.of("/nowhere"));

  @BeforeEach
  void aDiskWhoseSecondPartitionIsEncrypted() throws IOException {
    disks = new FakeDisks(root);
    disks.device("sda", "8:0", "");
    disks.device("sda1", "8:1", "");
    disks.device("sda2", "8:2", "");
    disks.device("sdb", "8:16", "");
    disks.device("dm-0", "254:0", LUKS, "sda2");
    disks.mount("254:0", "/", "ext4", "/dev/mapper/vault");
    disks.mount("8:1", "/boot", "ext4", "/dev/sda1");
    disks.mount("8:1", "/boot/efi", "vfat", "/dev/sda1");
    disks.mount("0:5", "/dev", "devtmpfs", "udev");
    disks.mount("0:22", "/proc", "proc", "proc");
  }

  private List<String> open() throws IOException {
    var facts = new Facts(root);
    return new OpenGround(facts, Scratch.host(root).commands(), Crypttab.of(facts)).all();
  }

  private List<Volume> volumes() throws IOException {
    var facts = new Facts(root);
    return new LuksVolumes(facts, Crypttab.of(facts)).all();
  }

  private Path device(String name) throws IOException {
    return root.resolve("dev/" + name).toRealPath();
  }

  @Test
  void aMachineWhoseSystemIsInLuksHasNothingInTheOpenButWhatItBootsFrom() throws IOException {
    assertThat(open()).isEmpty();
    assertThat(volumes())
        .containsExactly(new Volume("vault", device("sda2"), device("sda2"), Optional.of("0123")));
  }

  @Test
  void homesSwapAndDataInTheOpenAreNamed() throws IOException {
    disks.mount("8:16", "/home", "ext4", "/dev/sdb");
    disks.mount("8:1", "/srv/data", "xfs", "/dev/sda1");
    disks.swaps("/dev/sdb partition", "/dev/zram0 partition", "/swapfile file");
    assertThat(open())
        .containsExactly("/home (/dev/sdb)", "/srv/data (/dev/sda1)", "swap (/dev/sdb)");
  }

  @Test
  void whatPeoplePluggedInMediaForReadingAndFilesInFilesAreNotTheMachinesOwnGround()
      throws IOException {
    disks.mount("8:16", "/media/alice/stick", "vfat", "/dev/sdb");
    disks.mount("7:0", "/snap/core/1", "squashfs", "/dev/loop0", "ro");
    disks.mount("7:1", "/srv/image", "ext4", "/dev/loop1");
    disks.readOnly("sda1");
    disks.mount("8:1", "/opt/media", "ext4", "/dev/sda1", "ro");
    assertThat(open()).isEmpty();
  }

  @Test
  void aFileSystemThatIsMountedForReadingOnlyCountsForItsDiskCanBeRead() throws IOException {
    disks.mount("8:16", "/srv", "ext4", "/dev/sdb", "ro");
    assertThat(open()).containsExactly("/srv (/dev/sdb)");
  }

  @Test
  void swapWithAKeyThatIsForgottenIsNotOpen() throws IOException {
    disks.device("dm-1", "254:1", "CRYPT-PLAIN-cryptswap", "sdb");
    disks.swaps("/dev/dm-1 partition");
    assertThat(open()).containsExactly("swap (/dev/dm-1)");
    Scratch.file(root, "/etc/crypttab", "cryptswap /dev/sdb /dev/urandom swap,cipher=aes-xts\n");
    assertThat(open()).isEmpty();
  }

  @Test
  void zfsIsOpenGroundEvenWhereItEncrypts() throws IOException {
    disks.mount("0:40", "/home", "zfs", "rpool/home");
    assertThat(open()).containsExactly("/home (rpool/home, ZFS)");
  }

  @Test
  void whatTheSystemOpensAtItsStartIsAVolumeToo() throws IOException {
    disks.link("/dev/disk/by-uuid/4711", "../../sdb");
    Scratch.file(root, "/srv/header", "");
    Scratch.file(
        root,
        "/etc/crypttab",
        """
        # volumes
        vault  UUID=0123   none  luks,discard
        more   UUID=4711   /etc/keys/more.key luks,header=/srv/header,nofail
        gone   UUID=9999   none  luks
        swap   /dev/sda1   /dev/urandom  swap
        """);
    assertThat(volumes())
        .containsExactly(
            new Volume("vault", device("sda2"), device("sda2"), Optional.of("0123")),
            new Volume(
                "more", root.resolve("srv/header").toRealPath(), device("sdb"), Optional.empty()));
  }

  @Test
  void aHeaderThatIsNotThereIsNoticedBeforeAnythingIsErased() throws IOException {
    Scratch.file(root, "/etc/crypttab", "vault /dev/sda2 none luks,header=/boot/header\n");
    assertThatThrownBy(this::volumes).hasMessageContaining("'/boot/header', which is not there");
  }

  @Test
  void theLayerOfAVolumeWithChecksumsIsLookedThrough() throws IOException {
    disks.device("dm-1", "254:1", "CRYPT-SUBDEV-CRYPT-LUKS2-77-safe_dif", "sdb");
    disks.device("dm-2", "254:2", "CRYPT-LUKS2-77-safe", "dm-1");
    assertThat(volumes())
        .contains(new Volume("safe", device("sdb"), device("sdb"), Optional.of("77")));
  }

  private void mark(String device, int offset, String bytes) throws IOException {
    var content = new byte[66 << 10];
    var text = bytes.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(text, 0, content, offset, text.length);
    Files.write(root.resolve("dev/" + device), content);
  }

  @Test
  void aDiskByFuseIsOpenGround() throws IOException {
    disks.mount("8:16", "/data", "fuseblk", "/dev/sdb");
    disks.mount("0:50", "/run/user/1000/doc", "fuse.portal", "portal");
    assertThat(open()).containsExactly("/data (/dev/sdb)");
  }

  @Test
  void whatFstabWouldMountIsOpenGroundBeforeItIsMounted() throws IOException {
    disks.device("sdc", "8:32", "");
    Scratch.file(
        root,
        "/etc/fstab",
        """
        # disks
        /dev/mapper/vault /      ext4 defaults 0 1
        /dev/sda1         /boot  ext4 defaults 0 2
        /dev/sdb          /data  ntfs-3g noauto,x-systemd.automount 0 0
        UUID=9999         /gone  ext4 noauto 0 0
        /dev/sdc          /mnt/stick auto noauto 0 0
        server:/share     /share nfs defaults 0 0
        """);
    disks.mount("0:44", "/data", "autofs", "systemd-1");
    assertThat(open()).containsExactly("/data (/dev/sdb)");
  }

  @ParameterizedTest
  @CsvSource({
    "ext4, 1080, S\u00ef",
    "xfs, 0, XFSB",
    "btrfs, 65600, _BHRfS_M",
    "ntfs, 3, 'NTFS    '",
    "exfat, 3, 'EXFAT   '",
    "swap, 4086, SWAPSPACE2"
  })
  void aDiskThatStaysAndHoldsSomethingIsOpenGroundThoughNothingUsesIt(
      String kind, int offset, String mark) throws IOException {
    mark("sdb", offset, mark);
    assertThat(open()).containsExactly(kind + " (/dev/sdb)");
    Scratch.file(root, "/sys/devices/sdb/removable", "1\n");
    assertThat(open()).isEmpty();
  }

  @Test
  void anInternalDiskIsNotPluggedInBecauseItIsMountedLikeOne() throws IOException {
    mark("sdb", 0, "XFSB");
    disks.mount("8:16", "/mnt/archive", "xfs", "/dev/sdb");
    assertThat(open()).containsExactly("xfs (/dev/sdb)");
  }

  @Test
  void whatIsEncryptedOrBootedFromIsNoOpenGroundThoughItHasAFileSystem() throws IOException {
    mark("dm-0", 0, "XFSB");
    mark("sda1", 0, "XFSB");
    assertThat(open()).isEmpty();
  }

  @Test
  void aVolumeThatSomebodyPluggedInIsNotTheMachines() throws IOException {
    Scratch.file(root, "/sys/devices/sdb/removable", "1\n");
    disks.device("dm-1", "254:1", "CRYPT-LUKS2-77-stick", "sdb");
    disks.mount("254:1", "/run/media/alice/stick", "ext4", "/dev/dm-1");
    assertThat(volumes()).extracting(Volume::name).containsExactly("vault");
    assertThat(new LuksVolumes(new Facts(root), Crypttab.of(new Facts(root))).peoples())
        .containsExactly("stick");

    disks.mount("254:1", "/srv", "ext4", "/dev/dm-1");
    assertThat(volumes()).extracting(Volume::name).containsExactly("vault", "stick");
  }

  @Test
  void aVolumeOfCrypttabIsTheMachinesWhereverItIs() throws IOException {
    Scratch.file(root, "/sys/devices/sdb/removable", "1\n");
    disks.device("dm-1", "254:1", "CRYPT-LUKS2-77-backup", "sdb");
    Scratch.file(root, "/etc/crypttab", "backup /dev/sdb /etc/backup.key luks,noauto\n");
    assertThat(volumes()).extracting(Volume::name).containsExactly("vault", "backup");
  }

  @Test
  void theEndSwitchesOffOnceAndDiscardsOnlyWhatIsErased() throws IOException {
    Scratch.file(root, "/proc/sys/kernel/random/boot_id", "one\n");
    disks.device("dm-1", "254:1", "CRYPT-LUKS2-77-more", "sdb");
    var host = Scratch.host(root);
    var ended = new ArrayList<List<Path>>();
    var uri = action("doWipe").uri();
    var action = new WipeAction(host, uri, ended::add, new ErasedVolumes(host));
    action.finish();
    assertThat(ended).isEmpty();
    new ErasedVolumes(host).keep("0123");
    action.finish();
    assertThat(ended).containsExactly(List.of(device("sda2")));
    Scratch.file(root, "/proc/sys/kernel/random/boot_id", "two\n");
    action.finish();
    assertThat(ended).hasSize(1);
  }

  private RemoteAction action(String name) {
    return WipeAction.all(Scratch.host(root)).stream()
        .filter(action -> action.uri().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"doWipe", "doWipeProtected", "doWipePersistUserData"})
  void aScratchRootIsNotWiped(String name) throws IOException {
    assertThat(action(name).isDestructive()).isTrue();
    assertThat(action(name).obstacle(Value.absent())).isPresent();
    assertThat(action(name).run(Value.absent())).isInstanceOf(Result.Refused.class);
  }

  @Test
  void nothingOfThePersonsCanBeKept() throws IOException {
    assertThat(action("doWipePersistUserData").obstacle(Value.absent()).orElseThrow())
        .contains("nothing can be kept", "DMClient/Unenroll");
    assertThat(action("doWipe").obstacle(Value.of("now"))).contains("a wipe takes no argument");
  }
}
