package io.reeve.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateFileTest {
  @TempDir Path folder;

  @Test
  void nobodyElseCanUseItFromItsFirstMoment() throws IOException {
    assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "this system has no modes");
    var file = folder.resolve("new");
    try (var _ = PrivateFile.create(file)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void whatIsThereIsNotWrittenOver() throws IOException {
    var file = Files.writeString(folder.resolve("there"), "theirs");
    assertThatThrownBy(() -> PrivateFile.create(file).close())
        .isInstanceOf(FileAlreadyExistsException.class);
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
    assertThatThrownBy(() -> PrivateFile.create(folder.resolve("link")).close())
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("theirs");
  }

  @Test
  void whatIsReplacedIsWholeAndLeavesNothingBeside() throws IOException {
    var file = Files.writeString(folder.resolve("there"), "before");
    Files.writeString(folder.resolve(".there.new"), "left by a crash");
    PrivateFile.replace(file, "after".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(file).hasContent("after");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  private record Somebody(String name) implements UserPrincipal {
    @Override
    public String getName() {
      return name;
    }
  }

  private static AclEntry entry(AclEntryType type, String who, AclEntryPermission... permissions) {
    return AclEntry.newBuilder()
        .setType(type)
        .setPrincipal(new Somebody(who))
        .setPermissions(permissions)
        .build();
  }

  @Test
  void anAccessListIsCutDownToThoseWhoMayWriteInTheFolder() {
    var system = entry(AclEntryType.ALLOW, "SYSTEM", AclEntryPermission.WRITE_DATA);
    var everyone = entry(AclEntryType.ALLOW, "Everyone", AclEntryPermission.EXECUTE);
    var reader = entry(AclEntryType.ALLOW, "Users", AclEntryPermission.READ_DATA);
    var denied = entry(AclEntryType.DENY, "Guests", AclEntryPermission.READ_DATA);
    assertThat(
            ListedSecret.restricted(
                List.of(denied, system, reader, everyone), List.of(system, everyone)))
        .containsExactly(denied, system);
  }
}
