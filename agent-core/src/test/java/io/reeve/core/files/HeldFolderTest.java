package io.reeve.core.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.FileAttributes;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Root writes where somebody else may exchange what is there.
final class HeldFolderTest {
  private static final int SOMEBODY = 4711;
  private static final String NAME = "/Applications/Firefox.app/distribution/policies.json";
  @TempDir Path root;
  private Path app;
  private Path folder;
  private Path victim;

  @BeforeEach
  void make() throws IOException {
    Assumptions.assumeTrue(
        Files.getAttribute(root, "unix:uid").equals(0), "needs root, for it gives files away");
    app = Files.createDirectories(root.resolve("Applications/Firefox.app"));
    folder = Files.createDirectory(app.resolve("distribution"));
    victim = Files.writeString(root.resolve("sudoers"), "root ALL=(ALL) ALL\n");
    Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("r--r-----"));
  }

  private static void give(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", SOMEBODY);
    Files.setAttribute(path, "unix:gid", SOMEBODY);
  }

  private SystemFile file(FileAttributes attributes) {
    return new SystemFile(
        new Host(
            root,
            (arguments, _) -> {
              throw new IOException("cannot start " + arguments);
            },
            attributes,
            Clock.systemUTC()),
        NAME);
  }

  private SystemFile file() {
    return file(FileAttributes.none());
  }

  /// Exchanges the file for a link whenever the writer looks at it, which is between its making and
  /// the moment in which it gets its owner and mode.
  private record Attacker(Path victim) implements FileAttributes {
    @Override
    public Map<String, String> read(Path file) {
      try {
        if (file.getFileName().toString().endsWith(".reeve-new")) {
          Files.delete(file);
          Files.createSymbolicLink(file, victim);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Map.of();
    }

    @Override
    public void write(Path file, Map<String, String> attributes) {}

    @Override
    public void remove(Path file, Set<String> names) {}
  }

  @Test
  void whoExchangesTheFileWhileItIsWrittenGetsNoOther() throws IOException {
    Files.writeString(folder.resolve("policies.json"), "{}\n");
    give(folder.resolve("policies.json"));
    give(folder);
    file(new Attacker(victim)).put("{\"policies\": {}}\n".getBytes(UTF_8), 0644);
    assertThat(Files.getAttribute(victim, "unix:uid")).isEqualTo(0);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(victim)))
        .isEqualTo("r--r-----");
    assertThat(folder.resolve("policies.json")).hasContent("{\"policies\": {}}");
  }

  @Test
  void ownerAndModeAreKeptAndNothingIsLeftBesideIt() throws IOException {
    var policies = Files.writeString(folder.resolve("policies.json"), "{}\n");
    Files.setPosixFilePermissions(policies, PosixFilePermissions.fromString("rw-rw-r--"));
    give(policies);
    give(folder);
    var before = file().state();
    assertThat(file().put("{\"a\": 1}\n".getBytes(UTF_8), 0644)).isTrue();
    assertThat(file().put("{\"a\": 1}\n".getBytes(UTF_8), 0644)).isFalse();
    assertThat(FileMeta.attribute(policies, "unix:uid")).isEqualTo(SOMEBODY);
    assertThat(FileMeta.attribute(policies, "unix:gid")).isEqualTo(SOMEBODY);
    assertThat(FileMeta.attribute(policies, "unix:mode") & 07777).isEqualTo(0664);
    assertThat(folder.toFile().list()).containsExactly("policies.json");
    file().remove();
    file().restore(before);
    assertThat(file().state()).isEqualTo(before);
  }

  @Test
  void aNewFileAndItsFolderAreRootsAndGoAgain() throws IOException {
    Files.delete(folder);
    give(app);
    file().put("{}\n".getBytes(UTF_8), 0644);
    assertThat(FileMeta.attribute(folder, "unix:uid")).isZero();
    assertThat(FileMeta.attribute(folder, "unix:mode") & 07777).isEqualTo(0755);
    assertThat(FileMeta.attribute(folder.resolve("policies.json"), "unix:mode") & 07777)
        .isEqualTo(0644);
    file().remove();
    assertThat(app).isEmptyDirectory();
  }

  @Test
  void noLinkIsReadThrough() throws IOException {
    Files.createSymbolicLink(folder.resolve("policies.json"), victim);
    give(folder);
    assertThatThrownBy(() -> file().bytes())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a symbolic link in a folder that others can change");
  }

  @Test
  void whatACrashLeftBehindIsTakenAway() throws IOException {
    give(folder);
    var own = Files.createDirectory(folder.resolve(".policies.json.reeve-own"));
    Files.writeString(own.resolve("new"), "half");
    file().put("{}\n".getBytes(UTF_8), 0644);
    assertThat(own).doesNotExist();
  }

  /// Of the folder and those above it.
  @ParameterizedTest
  @CsvSource({
    "0, 0, rwxr-xr-x, false",
    "0, 0, rwxrwxr-x, true",
    "0, 80, rwxrwxr-x, true",
    "0, 80, rwxr-xr-x, false",
    "0, 0, rwxr-xrwx, true",
    "4711, 0, rwx------, true"
  })
  void aFolderIsSharedWhenSomebodyElseMayChangeIt(int owner, int group, String mode, boolean shared)
      throws IOException {
    Files.setAttribute(app, "unix:uid", owner);
    Files.setAttribute(app, "unix:gid", group);
    Files.setPosixFilePermissions(app, PosixFilePermissions.fromString(mode));
    assertThat(HeldFolder.isShared(file().host(), folder)).isEqualTo(shared);
  }

  @ParameterizedTest
  @ValueSource(strings = {"system.posix_acl_access", "reeve.acl"})
  void anAccessListCountsWhateverTheModeSays(String name) throws IOException {
    var listed =
        new FileAttributes() {
          @Override
          public Map<String, String> read(Path file) {
            return file.endsWith("Firefox.app") ? Map.of(name, "AAAA") : Map.of();
          }

          @Override
          public void write(Path file, Map<String, String> attributes) {}

          @Override
          public void remove(Path file, Set<String> names) {}
        };
    assertThat(HeldFolder.isShared(file(listed).host(), folder)).isTrue();
    assertThat(HeldFolder.isShared(file().host(), folder)).isFalse();
  }

  @Test
  void whereOnlyOwnersMayExchangeNamesItIsNot() throws IOException {
    Files.setAttribute(folder, "unix:mode", 01777);
    assertThat(HeldFolder.isShared(file().host(), folder)).isFalse();
  }
}
