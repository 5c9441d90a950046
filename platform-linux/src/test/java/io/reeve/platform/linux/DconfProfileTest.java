package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a session gets, from a database that dconf itself has compiled.
final class DconfProfileTest {
  private static final String IDLE = "/org/gnome/desktop/session/idle-delay";

  @TempDir Path root;

  @BeforeEach
  void aSessionReadsTheSystemsDatabase() throws IOException {
    Scratch.file(root, "/etc/dconf/profile/user", "user-db:user\nsystem-db:local\n");
    compiled("/etc/dconf/db/local", captured());
  }

  private static byte[] captured() throws IOException {
    try (var in = Captured.class.getResourceAsStream("tables/dconf-local.gvdb")) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  private void compiled(String name, byte[] bytes) throws IOException {
    Scratch.file(root, name, "");
    Files.write(root.resolve(name.substring(1)), bytes);
  }

  private Optional<String> locked(String key) throws IOException {
    return new DconfProfile(Scratch.host(root), "user").locked(key);
  }

  @Test
  void whatIsLockedIsInForce() throws IOException {
    assertThat(locked(IDLE)).contains("uint32 600");
    assertThat(locked("/org/gnome/desktop/screensaver/lock-enabled")).contains("true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/org/gnome/desktop/screensaver/lock-delay",
        "/org/gnome/login-screen/banner-message-text",
        "/org/gnome/desktop/session",
        "/idle-delay",
        "idle-delay",
        "/org/gnome/desktop/session/idle-delay/x",
        ""
      })
  void whatIsNotLockedIsADefaultAndSoIsWhatIsNotThere(String key) throws IOException {
    assertThat(locked(key)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "/org/gnome/desktop/screensaver/lock-delay|uint32 0",
        "/org/gnome/desktop/screensaver/lock-enabled|true",
        "/org/gnome/login-screen/banner-message-text|'It\\'s C:\\\\n\\nö'",
        "/org/gnome/login-screen/allowed-failures|5",
        "/org/example/list|a value of the type ai"
      })
  void valuesAreToldInTheFormTheyAreWrittenIn(String key, String text) throws IOException {
    var value = Gvdb.of(captured()).flatMap(table -> table.value(key));
    assertThat(GVariantText.of(value.orElseThrow())).isEqualTo(text);
  }

  @Test
  void aLaterDatabaseThatLocksTheKeySilencesTheOneBefore() throws IOException {
    Scratch.file(root, "/etc/dconf/profile/user", "system-db:mine\nsystem-db:local\n");
    compiled("/etc/dconf/db/mine", new byte[0]);
    assertThat(locked(IDLE)).contains("uint32 600");
    Scratch.file(root, "/etc/dconf/profile/user", "system-db:local\nfile-db:/srv/other\n");
    compiled("/srv/other", captured());
    assertThat(locked(IDLE)).contains("uint32 600");
  }

  @Test
  void aDatabaseThatNoProfileNamesIsInForceForNobody() throws IOException {
    Files.delete(root.resolve("etc/dconf/profile/user"));
    assertThat(locked(IDLE)).isEmpty();
  }

  @Test
  void aDatabaseThatUsersMayNotReadHoldsNothingForThem() throws IOException {
    Files.setPosixFilePermissions(
        root.resolve("etc/dconf/db/local"), PosixFilePermissions.fromString("rw-r-----"));
    assertThat(locked(IDLE)).isEmpty();
  }

  @Test
  void aDatabaseOfWhichTheEndIsMissingIsNeverReadBeyondIt() throws IOException {
    var whole = captured();
    for (int length = 0; length < whole.length; length++) {
      compiled("/etc/dconf/db/local", Arrays.copyOf(whole, length));
      assertThat(locked(IDLE)).isIn(Optional.empty(), Optional.of("uint32 600"));
    }
  }

  @Test
  void aDamagedDatabaseIsReadAsFarAsItCanBe() throws IOException {
    var whole = captured();
    for (int at = 0; at < whole.length; at++) {
      for (byte bad : new byte[] {0, 1, (byte) 0x7f, (byte) 0xff}) {
        var damaged = whole.clone();
        damaged[at] = bad;
        var table = Gvdb.of(damaged);
        assertThat(table.flatMap(t -> t.value(IDLE)).map(GVariantText::of)).isNotNull();
        assertThat(table.flatMap(t -> t.table(".locks")).map(t -> t.has(IDLE))).isNotNull();
      }
    }
  }

  @Test
  void whatIsNoDatabaseHoldsNothing() throws IOException {
    compiled("/etc/dconf/db/local", new byte[100]);
    assertThat(locked(IDLE)).isEmpty();
  }
}
