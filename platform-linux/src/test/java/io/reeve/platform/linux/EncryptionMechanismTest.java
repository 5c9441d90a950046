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
  private FakeDisks disks = new FakeDisks(Path.of("/nowhere"));
  private String zfs = "";

  @BeforeEach
  void aDiskOfTwoPartitions() throws IOException {
    disks = new FakeDisks(root);
    disks.device("sda", "8:0", "");
    disks.device("sda1", "8:1", "");
    disks.device("sda2", "8:2", "");
    disks.device("sdb", "8:16", "");
    disks.mount("8:1", "/", "ext4", "/dev/sda1");
    disks.swaps();
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
    disks.device("dm-0", "254:0", uuid, "sda2");
    disks.mount("254:0", "/", "ext4", "/dev/mapper/root");
    assertThat(status()).isEqualTo(Value.of(0));
    assertThat(read(address())).isEqualTo(Value.of(true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CRYPT-PLAIN-x", "CRYPT-VERITY-x", "CRYPT-INTEGRITY-x", LVM})
  void whatIsNotLuksIsNotEncrypted(String uuid) throws IOException {
    disks.device("dm-0", "254:0", uuid, "sda2");
    disks.mount("254:0", "/", "ext4", "/dev/mapper/root");
    assertThat(status()).isEqualTo(Value.of(4));
  }

  @Test
  void aVolumeOnLuksIsEncryptedAndSoIsLuksOnAVolume() throws IOException {
    disks.device("dm-0", "254:0", LUKS, "sda2");
    disks.device("dm-1", "254:1", LVM, "dm-0");
    disks.device("dm-2", "254:2", LVM, "sda2");
    disks.device("dm-3", "254:3", LUKS, "dm-2");
    disks.mount("254:1", "/", "ext4", "/dev/mapper/vg-root");
    disks.mount("254:3", "/home", "ext4", "/dev/mapper/home");
    assertThat(status()).isEqualTo(Value.of(0));
  }

  @Test
  void aVolumeOverTwoDisksNeedsBothEncrypted() throws IOException {
    disks.device("dm-0", "254:0", LUKS, "sda2");
    disks.device("dm-1", "254:1", LVM, "dm-0", "sdb");
    disks.mount("254:1", "/", "xfs", "/dev/mapper/vg-root");
    assertThat(status()).isEqualTo(Value.of(4));
  }

  @Test
  void everyDeviceOfABtrfsCounts() throws IOException {
    disks.device("dm-0", "254:0", LUKS, "sda2");
    disks.link("/dev/mapper/root", "../dm-0");
    disks.btrfs("dm-0");
    disks.mount("0:30", "/", "btrfs", "/dev/mapper/root");
    assertThat(status()).isEqualTo(Value.of(0));
    disks.btrfs("sdb");
    assertThat(status()).isEqualTo(Value.of(4));
  }

  @Test
  void zfsSaysItself() throws IOException {
    Scratch.file(root, "/usr/sbin/zfs", "");
    disks.mount("0:31", "/", "zfs", "rpool/ROOT");
    zfs = "aes-256-gcm";
    assertThat(status()).isEqualTo(Value.of(0));
    zfs = "off";
    assertThat(status()).isEqualTo(Value.of(4));
    disks.mount("0:32", "/", "zfs", "rpool/other");
    assertThatThrownBy(this::status).hasMessageContaining("no such data set");
  }

  @Test
  void homeAndSwapCountAsWell() throws IOException {
    disks.device("dm-0", "254:0", LUKS, "sda2");
    disks.mount("254:0", "/", "ext4", "/dev/mapper/root");
    disks.mount("8:16", "/home", "ext4", "/dev/sdb");
    assertThat(status()).isEqualTo(Value.of(512));
    disks.mount("254:0", "/home", "ext4", "/dev/mapper/root");
    disks.swaps("/dev/sdb partition", "/dev/zram0 partition");
    assertThat(status()).isEqualTo(Value.of(512));
    disks.swaps("/dev/dm-0 partition", "/var/swap\\040file file");
    assertThat(status()).isEqualTo(Value.of(0));
    disks.mount("8:16", "/var", "ext4", "/dev/sdb");
    assertThat(status()).isEqualTo(Value.of(512));
  }

  @Test
  void whatIsMountedOnTopCounts() throws IOException {
    disks.device("dm-0", "254:0", LUKS, "sda2");
    disks.mount("254:0", "/", "ext4", "/dev/mapper/root");
    disks.mount("8:1", "/", "ext4", "/dev/sda1");
    assertThat(status()).isEqualTo(Value.of(4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlay", "tmpfs", "nfs4", "fuse.mergerfs"})
  void aRootThatIsOnNoDiskHereHasNoAnswer(String type) throws IOException {
    disks.mount("0:40", "/", type, type);
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
    disks.mount("9:9", "/", "ext4", "/dev/md9");
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
}
