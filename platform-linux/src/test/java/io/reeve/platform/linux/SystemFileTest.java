package io.reeve.platform.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.files.FileMeta;
import io.reeve.core.files.SystemFile;
import io.reeve.core.programs.ProcessCommands;
import io.reeve.harness.FileState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SystemFileTest {
  @TempDir Path root;

  private SystemFile file(String name) {
    return new SystemFile(Scratch.host(root), name);
  }

  @Test
  void aNewFileIsMadeWithItsDirectoriesAndGoesWithThem() throws IOException {
    assertThat(file("/etc/a/b/c.conf").put("x\n")).isTrue();
    assertThat(FileState.below(root))
        .extracting(FileState::mode)
        .contains("rw-r--r--", "rwxr-xr-x");
    assertThat(file("/etc/a/b/c.conf").remove()).isTrue();
    assertThat(FileState.below(root)).isEmpty();
  }

  @Test
  void aDirectoryThatWasThereStays() throws IOException {
    Files.createDirectories(root.resolve("etc/a"));
    file("/etc/a/b/c.conf").put("x\n");
    file("/etc/a/b/c.conf").remove();
    assertThat(root.resolve("etc/a")).isEmptyDirectory();
  }

  @Test
  void directoriesOfTwoFilesGoWithTheLastOfThem() throws IOException {
    file("/etc/a/one").put("1");
    file("/etc/a/b/two").put("2");
    file("/etc/a/one").remove();
    assertThat(root.resolve("etc/a/b/two")).exists();
    file("/etc/a/b/two").remove();
    assertThat(FileState.below(root)).isEmpty();
  }

  @Test
  void modeAndAttributesAreKept() throws IOException {
    Scratch.file(root, "/etc/x", "old");
    var path = root.resolve("etc/x");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x---"));
    var attributes = Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
    attributes.write("label", ByteBuffer.wrap("secret_t".getBytes(UTF_8)));

    file("/etc/x").put("new");

    assertThat(Files.readString(path)).isEqualTo("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rwx--x---");
    assertThat(new Xattrs().read(path)).containsKey("user.label");
  }

  @Test
  void theOwnerIsKept() throws IOException {
    Tools.needRoot();
    Scratch.file(root, "/etc/x", "old");
    Files.setAttribute(root.resolve("etc/x"), "unix:uid", 12345);
    Files.setAttribute(root.resolve("etc/x"), "unix:gid", 12346);
    file("/etc/x").put("new");
    assertThat(Files.getAttribute(root.resolve("etc/x"), "unix:uid")).isEqualTo(12345);
    assertThat(Files.getAttribute(root.resolve("etc/x"), "unix:gid")).isEqualTo(12346);
  }

  /// Version 2: the owner rw, user 1234 r, the group r, at most r, others nothing.
  private static final byte[] ACCESS_LIST =
      ByteBuffer.allocate(4 + 5 * 8)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(2)
          .putInt(0x0006_0001)
          .putInt(-1)
          .putInt(0x0004_0002)
          .putInt(1234)
          .putInt(0x0004_0004)
          .putInt(-1)
          .putInt(0x0004_0010)
          .putInt(-1)
          .putInt(0x0000_0020)
          .putInt(-1)
          .array();

  private static final Map<String, String> ATTRIBUTES =
      Map.of(
          "security.selinux", base64("system_u:object_r:shadow_t:s0\0".getBytes(UTF_8)),
          "system.posix_acl_access", base64(ACCESS_LIST),
          "user.note", base64("kept".getBytes(UTF_8)));

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// A file with everything a file can have; skipped where the file system cannot.
  private static FileMeta labelled(Path root) throws IOException {
    Tools.needRoot();
    Scratch.file(root, "/etc/x", "old");
    var path = root.resolve("etc/x");
    Files.setAttribute(path, "unix:uid", 12345);
    Files.setAttribute(path, "unix:gid", 12346);
    try {
      new Xattrs().write(path, ATTRIBUTES);
    } catch (IOException e) {
      Assumptions.abort("labels and access lists on " + Files.getFileStore(path) + ": " + e);
    }
    assertThat(FileMeta.of(Scratch.host(root), path).attributes()).isEqualTo(ATTRIBUTES);
    return FileMeta.of(Scratch.host(root), path);
  }

  @Test
  void accessListAndLabelAreKept() throws IOException {
    var meta = labelled(root);
    file("/etc/x").put("new");
    assertThat(Scratch.text(root, "/etc/x")).isEqualTo("new");
    assertThat(FileMeta.of(Scratch.host(root), root.resolve("etc/x"))).isEqualTo(meta);
  }

  @Test
  void accessListAndLabelComeBackWithARestoration() throws IOException {
    var meta = labelled(root);
    var state = io.reeve.core.files.FileState.parse(file("/etc/x").state().detail());
    file("/etc/x").remove();
    file("/etc/x").put("new");
    file("/etc/x").restore(state);
    assertThat(Scratch.text(root, "/etc/x")).isEqualTo("old");
    assertThat(FileMeta.of(Scratch.host(root), root.resolve("etc/x"))).isEqualTo(meta);
  }

  @Test
  void anAccessListThatTheFolderHandsDownIsNotAdded() throws IOException {
    labelled(root);
    Scratch.file(root, "/etc/plain", "old");
    var meta = FileMeta.of(Scratch.host(root), root.resolve("etc/plain"));
    new Xattrs()
        .write(root.resolve("etc"), Map.of("system.posix_acl_default", base64(ACCESS_LIST)));
    file("/etc/plain").put("new");
    assertThat(FileMeta.of(Scratch.host(root), root.resolve("etc/plain"))).isEqualTo(meta);
  }

  @Test
  void aStateOfEveryKindComesBack() throws IOException {
    Scratch.file(root, "/etc/x", "old");
    Files.createSymbolicLink(root.resolve("etc/link"), Path.of("x"));
    for (var name : List.of("/etc/x", "/etc/link", "/etc/new", "/etc/dir/new")) {
      var before = FileState.below(root).stream().map(FileState::untimed).toList();
      var state = io.reeve.core.files.FileState.parse(file(name).state().detail());
      file(name).put("changed");
      file(name).restore(state);
      assertThat(FileState.below(root).stream().map(FileState::untimed)).isEqualTo(before);
    }
  }

  @Test
  void aParentThatLeavesTheRootIsRefused(@TempDir Path outside) throws IOException {
    Files.createDirectories(root.resolve("etc"));
    Files.createSymbolicLink(root.resolve("etc/ssh"), outside);
    assertThatThrownBy(() -> file("/etc/ssh/deep/x.conf").put("x"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("leaves the root");
    assertThatThrownBy(() -> file("/etc/ssh/x.conf").bytes())
        .hasMessageContaining("leaves the root");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aLinkOutOfTheRootIsNotRead(@TempDir Path outside) throws IOException {
    Files.writeString(outside.resolve("shadow"), "secret");
    Files.createDirectories(root.resolve("etc"));
    Files.createSymbolicLink(root.resolve("etc/issue"), outside.resolve("shadow"));
    assertThatThrownBy(() -> file("/etc/issue").bytes()).hasMessageContaining("leaves the root");
  }

  @Test
  void aDirectoryInTheFilesPlaceIsRefused() throws IOException {
    Files.createDirectories(root.resolve("etc/issue"));
    assertThatThrownBy(() -> file("/etc/issue").put("x"))
        .hasMessageContaining("not a regular file");
  }

  @Test
  void whatACrashLeftBesideTheFileIsInNobodysWay() throws IOException {
    Scratch.file(root, "/etc/.x.reeve-new", "half");
    file("/etc/x").put("whole");
    assertThat(FileState.below(root)).extracting(FileState::path).containsExactly("etc", "etc/x");
    Scratch.file(root, "/etc/.x.reeve-new", "half");
    assertThat(file("/etc/x").put("whole")).isFalse();
    assertThat(FileState.below(root)).extracting(FileState::path).containsExactly("etc", "etc/x");
  }

  @Test
  void aFullDiskLeavesTheOldFileWhole() throws IOException {
    Tools.needRoot();
    var disk = Files.createDirectory(root.resolve("disk"));
    var commands = ProcessCommands.unix();
    var mount =
        commands.run(
            List.of("/usr/bin/mount", "-t", "tmpfs", "-o", "size=64k", "none", disk.toString()),
            java.time.Duration.ofSeconds(10));
    Assumptions.assumeTrue(mount.ok(), "a tmpfs can be mounted");
    try {
      var meta = labelled(disk);
      var file = new SystemFile(Scratch.host(disk), "/etc/x");
      assertThatThrownBy(() -> file.put(new byte[1 << 20], 0644))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No space left");
      assertThat(FileState.below(disk)).extracting(FileState::path).containsExactly("etc", "etc/x");
      assertThat(Scratch.text(disk, "/etc/x")).isEqualTo("old");
      assertThat(FileMeta.of(Scratch.host(root), disk.resolve("etc/x"))).isEqualTo(meta);
    } finally {
      commands.run(List.of("/usr/bin/umount", disk.toString()), java.time.Duration.ofSeconds(10));
    }
  }
}
