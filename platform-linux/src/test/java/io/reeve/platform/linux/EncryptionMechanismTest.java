package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.harness.ReadOnlyMechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EncryptionMechanismTest implements ReadOnlyMechanismContract {
  private static final String LUKS = "CRYPT-LUKS2-0123-cryptroot";
  private static final String LVM = "LVM-0123";
  @TempDir Path root;
  private final StringBuilder mounts = new StringBuilder();
  private String zfs = "";

  @BeforeEach
  void aDiskOfTwoPartitions() throws IOException {
    device("sda", "8:0", "");
    device("sda1", "8:1", "");
    device("sda2", "8:2", "");
    device("sdb", "8:16", "");
    mount("8:1", "/", "ext4", "/dev/sda1");
    swaps();
  }

  @Override
  public Mechanism mechanism() {
    Commands commands =
        (arguments, _) ->
            new Commands.Result(
                arguments.getLast().equals("rpool/ROOT") ? 0 : 1, zfs + "\n", "no such data set");
    return new EncryptionMechanism(Scratch.host(root, commands));
  }

  @Override
  public Address address() {
    return at("compliance");
  }

  @Override
  public Value seen() {
    return Value.of(false);
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(new Address("encryption", Map.of()), at("cipher"));
  }

  @Override
  public Path scratch() {
    return root;
  }

  @Test
  void aPlainDiskIsNotEncryptedAndTheSystemIsToBlame() throws IOException {
    assertThat(status()).isEqualTo(Value.of(4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CRYPT-LUKS1-0123-x", LUKS})
  void luksBelowTheRootIsEncrypted(String uuid) throws IOException {
    device("dm-0", "254:0", uuid, "sda2");
    mount("254:0", "/", "ext4", "/dev/mapper/root");
    assertThat(status()).isEqualTo(Value.of(0));
    assertThat(read(address())).isEqualTo(Value.of(true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CRYPT-PLAIN-x", "CRYPT-VERITY-x", "CRYPT-INTEGRITY-x", LVM})
  void whatIsNotLuksIsNotEncrypted(String uuid) throws IOException {
    device("dm-0", "254:0", uuid, "sda2");
    mount("254:0", "/", "ext4", "/dev/mapper/root");
    assertThat(status()).isEqualTo(Value.of(4));
  }

  @Test
  void aVolumeOnLuksIsEncryptedAndSoIsLuksOnAVolume() throws IOException {
    device("dm-0", "254:0", LUKS, "sda2");
    device("dm-1", "254:1", LVM, "dm-0");
    device("dm-2", "254:2", LVM, "sda2");
    device("dm-3", "254:3", LUKS, "dm-2");
    mount("254:1", "/", "ext4", "/dev/mapper/vg-root");
    mount("254:3", "/home", "ext4", "/dev/mapper/home");
    assertThat(status()).isEqualTo(Value.of(0));
  }

  @Test
  void aVolumeOverTwoDisksNeedsBothEncrypted() throws IOException {
    device("dm-0", "254:0", LUKS, "sda2");
    device("dm-1", "254:1", LVM, "dm-0", "sdb");
    mount("254:1", "/", "xfs", "/dev/mapper/vg-root");
    assertThat(status()).isEqualTo(Value.of(4));
  }

  @Test
  void everyDeviceOfABtrfsCounts() throws IOException {
    device("dm-0", "254:0", LUKS, "sda2");
    Files.createDirectories(root.resolve("dev/mapper"));
    Files.createSymbolicLink(root.resolve("dev/mapper/root"), Path.of("../dm-0"));
    btrfs("dm-0");
    mount("0:30", "/", "btrfs", "/dev/mapper/root");
    assertThat(status()).isEqualTo(Value.of(0));
    btrfs("sdb");
    assertThat(status()).isEqualTo(Value.of(4));
  }

  @Test
  void zfsSaysItself() throws IOException {
    Scratch.file(root, "/usr/sbin/zfs", "");
    mount("0:31", "/", "zfs", "rpool/ROOT");
    zfs = "aes-256-gcm";
    assertThat(status()).isEqualTo(Value.of(0));
    zfs = "off";
    assertThat(status()).isEqualTo(Value.of(4));
    mount("0:32", "/", "zfs", "rpool/other");
    assertThatThrownBy(this::status).hasMessageContaining("no such data set");
  }

  @Test
  void homeAndSwapCountAsWell() throws IOException {
    device("dm-0", "254:0", LUKS, "sda2");
    mount("254:0", "/", "ext4", "/dev/mapper/root");
    mount("8:16", "/home", "ext4", "/dev/sdb");
    assertThat(status()).isEqualTo(Value.of(512));
    mount("254:0", "/home", "ext4", "/dev/mapper/root");
    swaps("/dev/sdb partition", "/dev/zram0 partition");
    assertThat(status()).isEqualTo(Value.of(512));
    swaps("/dev/dm-0 partition", "/var/swap\\040file file");
    assertThat(status()).isEqualTo(Value.of(0));
    mount("8:16", "/var", "ext4", "/dev/sdb");
    assertThat(status()).isEqualTo(Value.of(512));
  }

  @Test
  void whatIsMountedOnTopCounts() throws IOException {
    device("dm-0", "254:0", LUKS, "sda2");
    mount("254:0", "/", "ext4", "/dev/mapper/root");
    mount("8:1", "/", "ext4", "/dev/sda1");
    assertThat(status()).isEqualTo(Value.of(4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlay", "tmpfs", "nfs4", "fuse.mergerfs"})
  void aRootThatIsOnNoDiskHereHasNoAnswer(String type) throws IOException {
    mount("0:40", "/", type, type);
    assertThatThrownBy(this::status)
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining(type);
  }

  @Test
  void aContainerHasNoDiskOfItsOwn() throws IOException {
    Scratch.file(root, "/run/systemd/container", "systemd-nspawn");
    assertThatThrownBy(this::status)
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("container");
  }

  @Test
  void aDeviceThatTheKernelDoesNotKnowIsNoAnswer() throws IOException {
    mount("9:9", "/", "ext4", "/dev/md9");
    assertThatThrownBy(this::status).hasMessageContaining("does not tell what /dev/md9 lies on");
  }

  private static Address at(String what) {
    return new Address("encryption", Map.of("what", what));
  }

  private Value status() throws IOException {
    return read(at("status"));
  }

  private Value read(Address address) throws IOException {
    return mechanism().bind(address).read();
  }

  private void device(String name, String number, String uuid, String... below) throws IOException {
    Scratch.file(root, "/sys/devices/" + name + "/dev", number);
    Scratch.file(root, "/dev/" + name, "");
    if (!uuid.isEmpty()) {
      Scratch.file(root, "/sys/devices/" + name + "/dm/uuid", uuid + "\n");
    }
    for (var each : below) {
      link("/sys/devices/" + name + "/slaves/" + each, "../../" + each);
    }
    link("/sys/dev/block/" + number, "../../devices/" + name);
    link("/sys/class/block/" + name, "../../devices/" + name);
  }

  private void btrfs(String device) throws IOException {
    link("/sys/fs/btrfs/0123/devices/" + device, "../../../../devices/" + device);
  }

  private void link(String name, String target) throws IOException {
    var link = root.resolve(name.substring(1));
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of(target));
  }

  private void mount(String number, String point, String type, String source) throws IOException {
    mounts.append(
        "27 1 %s / %s rw,relatime shared:1 - %s %s rw\n".formatted(number, point, type, source));
    Scratch.file(root, "/proc/self/mountinfo", mounts.toString());
  }

  private void swaps(String... lines) throws IOException {
    Scratch.file(
        root,
        "/proc/swaps",
        "Filename Type Size Used Priority\n"
            + String.join(" 1 0 -2\n", lines)
            + (lines.length == 0 ? "" : " 1 0 -2\n"));
  }
}
