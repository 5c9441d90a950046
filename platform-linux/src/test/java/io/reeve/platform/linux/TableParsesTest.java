package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.files.EtcHostsTable;
import io.reeve.core.files.Facts;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.NotApplicableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the tables make of captured outputs.
final class TableParsesTest {
  @TempDir Path root;

  @Test
  void installedDebianPackagesAreFoundAndRemovedOnesNot() {
    var rows = DebPackagesTable.parse(Captured.text("dpkg-status.txt"));
    assertThat(rows)
        .extracting(DebPackagesTable.Row::name)
        .containsExactly("adduser", "base-files", "bash", "libc6");
    var bash = rows.get(2);
    assertThat(bash.version()).contains("5.2.15-2+b8");
    assertThat(bash.source()).isEqualTo("bash");
    assertThat(bash.revision()).contains("2+b8");
    assertThat(bash.size()).contains(7164L * 1024);
    assertThat(bash.status()).isEqualTo("install ok installed");
    assertThat(rows.getFirst().revision()).isEmpty();
    assertThat(rows.get(3).source()).isEqualTo("glibc");
  }

  @Test
  void rpmsLinesAreReadAndWhatIsNoPackageIsLeftOut() {
    var rows = RpmPackagesTable.parse(Captured.text("rpm-qa.txt"));
    assertThat(rows).extracting(RpmPackagesTable.Row::name).containsExactly("bash", "openssl-libs");
    assertThat(rows.getFirst().epoch()).isEmpty();
    assertThat(rows.get(1).epoch()).contains(1L);
    assertThat(rows.get(1).sha1()).isEmpty();
    assertThat(rows.get(1).installTime()).contains(1_718_000_001L);
  }

  @Test
  void anRpmThatFailsSaysWhatItSaid() throws IOException {
    Files.createDirectories(root.resolve("usr/bin"));
    Files.createFile(root.resolve("usr/bin/rpm"));
    Commands failing = (_, _) -> new Commands.Result(1, "", "error: cannot open Packages\n");
    assertThatThrownBy(() -> new RpmPackagesTable(new Facts(root), failing).read())
        .isInstanceOf(IOException.class)
        .hasMessage("rpm -qa ended with 1: error: cannot open Packages");
  }

  @Test
  void accountsAreReadAndUnlawfulLinesLeftOut() {
    var rows = UsersTable.parse(Captured.text("passwd.txt"));
    assertThat(rows)
        .extracting(UsersTable.Row::username)
        .containsExactly("root", "daemon", "nobody", "alice", "big");
    assertThat(rows.get(3).description()).isEqualTo("Alice Example,,,");
    assertThat(rows.get(4).uid()).isEqualTo(4_294_967_294L);
    assertThat(rows.get(4).uidSigned()).isEqualTo(-2);
  }

  @Test
  void aUserIsInItsOwnGroupAndInThoseThatListIt() {
    var rows = UserGroupsTable.parse(Captured.text("passwd.txt"), Captured.text("group.txt"));
    assertThat(rows)
        .filteredOn(row -> row.uid() == 1000)
        .extracting(UserGroupsTable.Row::gid)
        .containsExactly(1000L, 27L, 999L);
    assertThat(GroupsTable.parse(Captured.text("group.txt"))).hasSize(5);
  }

  @Test
  void mountsHaveTheirNamesUnescapedAndDoublesOnce() {
    var rows = MountsTable.parse(Captured.text("mounts.txt"));
    assertThat(rows)
        .extracting(MountsTable.Row::path)
        .containsExactly("/proc", "/", "/media/user/My Stick\\$1", "/srv/files", "/run");
    assertThat(rows.get(1).device()).isEqualTo("/dev/nvme0n1p2");
    assertThat(rows.get(1).flags()).isEqualTo("rw,relatime,errors=remount-ro");
  }

  @Test
  void memoryIsGivenInBytes() {
    var row = LinuxMemoryTable.parse(Captured.text("meminfo.txt"));
    assertThat(row.memoryTotal()).contains(24_684_084L * 1024);
    assertThat(row.swapTotal()).contains(0L);
    assertThat(LinuxMemoryTable.parse("MemTotal: many kB").memoryTotal()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          debian | Debian GNU/Linux | 12 (bookworm)           | 12 |  | debian | bookworm |
          fedora | Fedora Linux     | 42 (Workstation Edition) | 42 |  | fedora |          | workstation
          arch   | Arch $Linux      |                         |    |  | arch   |          | rolling
          """)
  void distributionsAreNamed(
      String file,
      String name,
      String version,
      Long major,
      Long minor,
      String platform,
      String codename,
      String build) {
    var row = LinuxVersionTable.parse(Captured.text("os-release-" + file + ".txt"), "amd64");
    assertThat(row.name()).isEqualTo(name);
    assertThat(row.version()).isEqualTo(Optional.ofNullable(version));
    assertThat(row.major()).isEqualTo(Optional.ofNullable(major));
    assertThat(row.minor()).isEqualTo(Optional.ofNullable(minor));
    assertThat(row.platform()).isEqualTo(platform);
    assertThat(row.platformLike()).isEmpty();
    assertThat(row.codename()).isEqualTo(Optional.ofNullable(codename));
    assertThat(row.build()).isEqualTo(Optional.ofNullable(build));
    assertThat(row.arch()).isEqualTo("x86_64");
  }

  @Test
  void theKernelsArgumentsAreTakenApart() {
    var row =
        KernelInfoTable.parse(
            "6.1.0-37-amd64\n", "BOOT_IMAGE=/vmlinuz-6.1 root=/dev/sda1 ro quiet noroot=1");
    assertThat(row)
        .isEqualTo(
            new KernelInfoTable.Row(
                "6.1.0-37-amd64",
                "ro quiet noroot=1",
                Optional.of("/vmlinuz-6.1"),
                Optional.of("/dev/sda1")));
  }

  @Test
  void modulesTellWhoUsesThem() {
    var rows = KernelModulesTable.parse(Captured.text("modules.txt"));
    assertThat(rows.getFirst().usedBy()).contains("nft_ct,nft_chain_nat");
    assertThat(rows.getFirst().address()).isEmpty();
    assertThat(rows.get(1).usedBy()).isEmpty();
    assertThat(rows.get(2).status()).isEqualTo("Loading");
  }

  @Test
  void disksAndPartitionsAreFoundWithWhatUdevKnows() throws IOException {
    write("sys/block/nvme0n1/size", "1000000");
    write("sys/block/nvme0n1/queue/logical_block_size", "4096");
    write("sys/block/nvme0n1/device/model", "Example SSD 1TB   ");
    write("sys/block/nvme0n1/device/vendor", "0x144d");
    write("sys/block/nvme0n1/nvme0n1p2/size", "800");
    write("sys/block/nvme0n1/nvme0n1p2/partition", "2");
    write("sys/block/nvme0n1/nvme0n1p2/dev", "259:2");
    write("sys/block/loop0/size", "0");
    write("run/udev/data/b259:2", Captured.text("udev-b259-2.txt"));
    var rows = new BlockDevicesTable(new Facts(root)).read();
    assertThat(rows)
        .containsExactly(
            new BlockDevicesTable.Row(
                "/dev/nvme0n1",
                Optional.empty(),
                Optional.empty(),
                Optional.of("Example SSD 1TB"),
                Optional.empty(),
                Optional.of(125_000L),
                Optional.of(4096L),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            new BlockDevicesTable.Row(
                "/dev/nvme0n1p2",
                Optional.of("/dev/nvme0n1"),
                Optional.empty(),
                Optional.of("Example SSD 1TB"),
                Optional.of("S4X0"),
                Optional.of(100L),
                Optional.of(4096L),
                Optional.of("0a1b2c3d-0001-4000-8000-000000000001"),
                Optional.of("ext4"),
                Optional.of("My Disk")));
  }

  @Test
  void secureBootIsTheByteAfterTheAttributes() throws IOException {
    assertThat(EfiVariables.parse(new byte[] {6, 0, 0, 0, 1})).contains(1L);
    assertThat(EfiVariables.parse(new byte[] {6, 0, 0, 0})).isEmpty();
    assertThatThrownBy(() -> new SecurebootTable(new Facts(root)).read())
        .isInstanceOf(NotApplicableException.class);
    var file = "sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";
    Files.createDirectories(root.resolve(file).getParent());
    Files.write(root.resolve(file), new byte[] {6, 0, 0, 0, 1});
    assertThat(new SecurebootTable(new Facts(root)).read())
        .containsExactly(new SecurebootTable.Row(1, Optional.empty()));
  }

  @Test
  void aTpmIsDescribed() throws IOException {
    write("sys/class/tpm/tpm0/tpm_version_major", "2");
    write("sys/class/tpm/tpm0/device/description", "TPM 2.0 Device");
    var row = new TpmInfoTable(new Facts(root)).read().getFirst();
    assertThat(row.specVersion()).contains("2.0");
    assertThat(row.productName()).contains("TPM 2.0 Device");
    assertThat(TpmInfoTable.specification("1")).isEqualTo("1.2");
  }

  @Test
  void resolversAndHostsAreRead() {
    var resolvers =
        DnsResolversTable.parse(
            "# by hand\nnameserver 192.0.2.1\nnameserver 2001:db8::1\nsearch a.example b.example\n");
    assertThat(resolvers)
        .extracting(row -> row.id() + row.type() + " " + row.address())
        .containsExactly(
            "0nameserver 192.0.2.1",
            "1nameserver 2001:db8::1",
            "0search a.example",
            "1search b.example");
    assertThat(EtcHostsTable.parse("127.0.0.1\tlocalhost  me # here\n\n#x y\n"))
        .containsExactly(new EtcHostsTable.Row("127.0.0.1", "localhost me"));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> new UsersTable(new Facts(root)).read())
        .isInstanceOf(IOException.class)
        .hasMessage("/etc/passwd is not there");
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(root.resolve(path).getParent());
    Files.writeString(root.resolve(path), text + "\n");
  }
}
