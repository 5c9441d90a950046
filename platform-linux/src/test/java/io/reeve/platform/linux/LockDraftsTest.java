package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LockDraftsTest {
  /// No process has this number: the kernel gives none beyond 4194304.
  private static final String GONE = "4999999";

  @TempDir Path root;
  private Path etc;

  @BeforeEach
  void make() throws IOException {
    etc = Files.createDirectory(root.resolve("etc"));
  }

  private boolean isKept(String name, String content) throws IOException {
    var file = Files.writeString(etc.resolve(name), content);
    new LockDrafts(Scratch.host(root)).clear();
    return Files.exists(file);
  }

  @ParameterizedTest
  @CsvSource({
    "passwd, false",
    "shadow, false",
    "group, false",
    "gshadow, false",
    "hosts, true",
    "subuid, true",
  })
  void whatACutOffProcessMadeToLockAnAccountsFileGoes(String file, boolean kept)
      throws IOException {
    assertThat(isKept(file + "." + GONE, GONE + "\0")).isEqualTo(kept);
    assertThat(isKept(file + "." + GONE, "")).isEqualTo(kept);
  }

  @Test
  void whatALivingProcessMakesStays() throws IOException {
    var pid = Long.toString(ProcessHandle.current().pid());
    assertThat(isKept("shadow." + pid, pid + "\0")).isTrue();
  }

  @Test
  void whatHoldsAnythingElseStays() throws IOException {
    assertThat(isKept("shadow." + GONE, "root:*:19000:0:99999:7:::\n")).isTrue();
    assertThat(isKept("shadow." + GONE, GONE)).isTrue();
    assertThat(isKept("shadow.2026-11-20", "")).isTrue();
    assertThat(isKept("shadow.1a", "")).isTrue();
  }

  @Test
  void aLinkStays() throws IOException {
    var target = Files.writeString(root.resolve("target"), GONE + "\0");
    var link = Files.createSymbolicLink(etc.resolve("shadow." + GONE), target);
    new LockDrafts(Scratch.host(root)).clear();
    assertThat(link).isSymbolicLink();
  }

  @Test
  void aMachineWithoutTheFolderIsFine() throws IOException {
    Files.delete(etc);
    new LockDrafts(Scratch.host(root)).clear();
    assertThat(etc).doesNotExist();
  }
}
