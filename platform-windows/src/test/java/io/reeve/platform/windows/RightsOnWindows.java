package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// In Wine the access list is what the host's modes amount to: there the calls are proven, and on
/// Windows what comes of them.
final class RightsOnWindows {
  private final NativeRights rights = new NativeRights(WineWin32.here());
  @TempDir Path folder;

  private Path named(Path path) {
    return WineWin32.isHosted() ? Path.of("Z:" + path.toString().replace('/', '\\')) : path;
  }

  @Test
  void aPrivateFolderIsMadeAndNobodyElseMayWrite() throws IOException {
    var made = folder.resolve("state");
    rights.makePrivate(named(made));
    assertThat(Files.isDirectory(made)).isTrue();
    assertThat(rights.descriptor(named(made))).contains("D:").contains("O:");
    if (!WineWin32.isHosted()) {
      assertThat(rights.openTo(made)).isEmpty();
    }
    assertThatThrownBy(() -> rights.makePrivate(named(made)))
        .isInstanceOf(OsException.class)
        .hasMessageContaining("exists already");
  }

  @Test
  void aSocketsFileIsOpenedToEverybody() throws IOException {
    var socket = Files.createFile(folder.resolve("agent.sock"));
    rights.letEveryoneConnect(named(socket));
    assertThat(rights.descriptor(named(socket))).contains("D:");
  }
}
