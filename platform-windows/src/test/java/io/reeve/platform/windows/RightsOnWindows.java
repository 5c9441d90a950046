package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// In Wine the access list is what the host's modes amount to: there the calls are proven, and on
/// Windows what comes of them.
final class RightsOnWindows {
  private final NativeRights rights = new NativeRights(WineWin32.here());
  @TempDir Path given;

  /// By its whole name: that of the folder for temporary files is often a short one.
  private Path folder() throws IOException {
    return given.toRealPath();
  }

  private Path named(Path path) {
    return WineWin32.isHosted() ? Path.of("Z:" + path.toString().replace('/', '\\')) : path;
  }

  @Test
  void aPrivateFolderIsMadeAndNobodyElseMayUseIt() throws IOException {
    var made = folder().resolve("state");
    rights.makePrivate(named(made));
    assertThat(Files.isDirectory(made)).isTrue();
    try (var held = rights.hold(named(made))) {
      assertThat(held.descriptor()).contains("D:").contains("O:");
      if (!WineWin32.isHosted()) {
        assertThat(held.objection()).isEmpty();
      }
    }
    assertThatThrownBy(() -> rights.makePrivate(named(made)))
        .isInstanceOf(OsException.class)
        .hasMessageContaining("exists already");
  }

  /// In Wine it is the user's own folder, as the modes say; on Windows everything below the user's
  /// folder for temporary files is.
  @Test
  void aFolderOfAUsersOwnIsObjectedTo() throws IOException {
    try (var held = rights.hold(named(Files.createDirectory(folder().resolve("users"))))) {
      assertThat(held.objection()).hasValueSatisfying(why -> assertThat(why).contains("may "));
    }
  }

  @Test
  void aFolderIsSharedWithOneAccountToRead() throws IOException {
    var made = Files.createDirectory(folder().resolve("shared"));
    rights.share(named(made), "S-1-5-21-1-2-3-1001");
    if (!WineWin32.isHosted()) {
      try (var held = rights.hold(named(made))) {
        assertThat(held.descriptor()).contains("S-1-5-21-1-2-3-1001");
      }
    }
    assertThatThrownBy(() -> rights.share(named(made), "S-1-5)(A;;FA;;;WD"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    try (var held = rights.hold(named(Files.createFile(folder().resolve("file"))))) {
      assertThat(held.objection()).contains("it is not a folder");
    }
  }

  @Test
  void nothingThereCannotBeHeld() throws IOException {
    var missing = named(folder().resolve("missing"));
    assertThatThrownBy(() -> rights.hold(missing))
        .isInstanceOf(OsException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void aFolderThatIsHeldCannotBePutElsewhere() throws IOException {
    var made = Files.createDirectory(folder().resolve("held"));
    try (var _ = rights.hold(named(made))) {
      assertThat(moved(made)).isFalse();
    }
    assertThat(moved(made)).isTrue();
  }

  private boolean moved(Path from) throws IOException {
    var files = WineWin32.here().load("kernel32", Moving.class);
    var to = from.resolveSibling("moved");
    boolean moved =
        files.MoveFileExW(Wide.of(named(from).toString()), Wide.of(named(to).toString()), 0) != 0;
    return moved;
  }

  /// Not in the adapter itself, so not compared with the headers.
  interface Moving extends com.sun.jna.Library {
    int MoveFileExW(byte[] from, byte[] to, int flags);
  }

  /// In Wine a link of the host stands for one of Windows, and for a junction.
  @Test
  void aLinkInItsPlaceOrAboveItIsObjectedTo() throws IOException {
    var real = Files.createDirectories(folder().resolve("real/state"));
    var link = Files.createSymbolicLink(folder().resolve("link"), real);
    var above = Files.createSymbolicLink(folder().resolve("above"), folder().resolve("real"));
    for (var leads : List.of(link, above.resolve("state"))) {
      try (var held = rights.hold(named(leads))) {
        assertThat(held.objection()).as("%s", leads).isPresent();
        assertThat(held.objection().orElseThrow())
            .containsAnyOf("it is a link or a junction", "it is really");
      }
    }
  }

  @Test
  void aSocketsFileIsOpenedToEverybody() throws IOException {
    var socket = Files.createFile(folder().resolve("agent.sock"));
    rights.letEveryoneConnect(named(socket));
    try (var held = rights.hold(named(socket))) {
      assertThat(held.descriptor()).contains("D:");
    }
  }

  @Test
  void windowsSaysWhereItIs() {
    var folders = SystemFolders.of(WineWin32.here());
    assertThat(folders.system()).isEqualToIgnoringCase(folders.windows() + "\\system32");
    assertThat(folders.drive()).matches("[A-Z]:");
  }
}
