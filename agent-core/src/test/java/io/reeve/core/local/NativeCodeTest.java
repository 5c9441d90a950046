package io.reeve.core.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeCodeTest {
  private static final String IMAGE = "jna.boot.library.path";
  private static final String UNPACK = "jna.tmpdir";

  private final Properties before = (Properties) System.getProperties().clone();
  @TempDir Path folder;

  @BeforeEach
  void asAtTheStartOfAProcess() {
    List.of(IMAGE, UNPACK, "jna.nounpack", "jna.noclasspath").forEach(System::clearProperty);
  }

  @AfterEach
  void asBefore() {
    System.setProperties(before);
  }

  @Test
  void itIsUnpackedInAPrivateFolderOfTheStateFolder() throws IOException {
    try (var lock = StateLock.take(folder.resolve("state"))) {
      NativeCode.atStart();
      assertThat(System.getProperty(UNPACK)).isNull();
      NativeCode.in(lock);
    }
    var unpack = folder.resolve("state/native");
    assertThat(System.getProperty(UNPACK)).isEqualTo(unpack.toString());
    assertThat(Files.getPosixFilePermissions(unpack))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void whatAKilledProcessLeftGoes() throws IOException {
    var left = Files.createDirectories(folder.resolve("state/native")).resolve("jna123.tmp");
    Files.createFile(left);
    try (var lock = StateLock.take(folder.resolve("state"))) {
      NativeCode.in(lock);
    }
    assertThat(left).doesNotExist();
  }

  @Test
  void onlyTheFirstFolderOfAProcessCounts() {
    try (var first = StateLock.take(folder.resolve("first"));
        var second = StateLock.take(folder.resolve("second"))) {
      NativeCode.in(first);
      NativeCode.in(second);
    }
    assertThat(System.getProperty(UNPACK)).isEqualTo(folder.resolve("first/native").toString());
  }

  @Test
  void anInstalledImageHasItAndNothingIsUnpacked() {
    System.setProperty(IMAGE, folder.toString());
    try (var lock = StateLock.take(folder.resolve("state"))) {
      NativeCode.in(lock);
    }
    assertThat(System.getProperty("jna.nounpack")).isEqualTo("true");
    assertThat(System.getProperty("jna.noclasspath")).isEqualTo("true");
    assertThat(System.getProperty(UNPACK)).isNull();
    assertThat(folder.resolve("state/native")).doesNotExist();
  }

  @Test
  void workWithoutAStateFolderHasAPrivateFolderThatGoesWithIt() {
    Path unpack;
    try (var _ = NativeCode.forNow()) {
      unpack = Path.of(System.getProperty(UNPACK));
      assertThat(unpack).isEmptyDirectory();
    }
    assertThat(unpack).doesNotExist();
  }

  @Test
  void whereFoldersCannotBeCheckedItIsBesideTheProgram() throws IOException {
    var program = Files.createFile(folder.resolve("agent.jar"));
    assertThat(NativeCode.beside(Optional.of(program), Path.of("/tmp"), Path.of("/root")))
        .contains(folder.resolve("native"));
    assertThat(folder.resolve("native")).isEmptyDirectory();
  }

  @Test
  void aUserWhoMayNotWriteThereHasItInTheirOwnProfile() {
    var program = Optional.of(Path.of("/proc/agent.jar"));
    assertThat(NativeCode.beside(program, Path.of("/home/a/tmp"), Path.of("/home/a"))).isEmpty();
  }

  @Test
  void aFolderForTemporaryFilesThatOthersShareIsRefused() {
    for (var program : List.of(Optional.of(Path.of("/proc/agent.jar")), Optional.<Path>empty())) {
      assertThatThrownBy(
              () -> NativeCode.beside(program, Path.of("/windows/temp"), Path.of("/home/a")))
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("no safe folder for native code")
          .hasMessageContaining("/windows/temp");
    }
  }
}
