package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.Mechanism;
import io.reeve.harness.MechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DconfMechanismTest implements MechanismContract {
  @TempDir Path root;

  @Override
  public Mechanism mechanism() throws IOException {
    return new DconfMechanism(Scratch.host(root));
  }

  @Override
  public Address address() {
    return new Address("dconf", Map.of("path", "org/gnome/desktop/session", "key", "idle-delay"));
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("uint32 300"), Value.of("uint32 900"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(
        new Address(
            "dconf", Map.of("path", "org/gnome/desktop/screensaver", "key", "lock-enabled")));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(
        new Address("dconf", Map.of("path", "/org/gnome", "key", "a")),
        new Address("dconf", Map.of("path", "org/gnome", "key", "A")),
        new Address("dconf", Map.of("path", "org/gnome")),
        new Address("dconf", Map.of("path", "org/gnome", "key", "a", "database", "../user")),
        new Address("dconf", Map.of("path", "org/gnome", "key", "a", "type", "as")));
  }

  @Override
  public Optional<Path> scratch() {
    return Optional.of(root);
  }

  private Mechanism.Point point() throws IOException {
    return mechanism().bind(address());
  }

  @Test
  void aValueWithoutALockIsOnlyADefault() throws IOException {
    point().write(Value.of("uint32 300"));
    Files.delete(root.resolve("etc/dconf/db/local.d/locks/99-zz-reeve"));
    assertThat(point().read()).isEqualTo(Value.absent());
  }

  @Test
  void directoriesThatACrashLeftBehindGoWithTheNextRestoration() throws IOException {
    var before = point().capture();
    point().write(Value.of("uint32 300"));
    for (var file :
        List.of("profile/user", "db/local.d/99-zz-reeve", "db/local.d/locks/99-zz-reeve")) {
      Files.delete(root.resolve("etc/dconf").resolve(file));
    }
    point().restore(before);
    assertThat(root.resolve("etc")).doesNotExist();
  }

  @Test
  void aProfileOfSomebodyElseGetsTheDatabaseAndLosesItAgain() throws IOException {
    Scratch.file(root, "/etc/dconf/profile/user", "user-db:user\nsystem-db:site\n");
    var before = point().capture();
    point().write(Value.of("uint32 300"));
    assertThat(Scratch.text(root, "/etc/dconf/profile/user")).endsWith("system-db:local\n");
    point().restore(before);
    assertThat(Scratch.text(root, "/etc/dconf/profile/user"))
        .isEqualTo("user-db:user\nsystem-db:site\n");
  }

  private void comesAndGoes() throws IOException {
    var before = point().capture();
    point().write(Value.of("uint32 300"));
    assertThat(point().read()).isEqualTo(Value.of("uint32 300"));
    point().restore(before);
    assertThat(point().read()).isEqualTo(Value.absent());
  }

  @Test
  void aProfileThatSaysOnlyWhatDconfWouldDoAnywayStays() throws IOException {
    Scratch.file(root, "/etc/dconf/profile/user", "user-db:user\n");
    comesAndGoes();
    assertThat(Scratch.text(root, "/etc/dconf/profile/user")).isEqualTo("user-db:user\n");
  }

  @Test
  void aProfileWithoutALastLineEndHasNoneAgain() throws IOException {
    Scratch.file(root, "/etc/dconf/profile/user", "user-db:user\nsystem-db:site");
    comesAndGoes();
    assertThat(Scratch.text(root, "/etc/dconf/profile/user"))
        .isEqualTo("user-db:user\nsystem-db:site");
  }

  @Test
  void aProfileOfTheDistributionThatReadsTheDatabaseIsLeftAlone() throws IOException {
    Scratch.file(
        root, "/usr/share/dconf/profile/user", "user-db:user\nsystem-db:local # site's own\n");
    comesAndGoes();
    point().write(Value.of("uint32 300"));
    assertThat(root.resolve("etc/dconf/profile")).doesNotExist();
  }

  @Test
  void whatTheDistributionsProfileNamesStaysInForceBesideOurs() throws IOException {
    Scratch.file(root, "/usr/share/dconf/profile/gdm", "user-db:user\nfile-db:/usr/share/gdm/d\n");
    var text =
        mechanism()
            .bind(
                new Address(
                    "dconf",
                    Map.of("database", "gdm", "path", "org/gnome/login-screen", "key", "banner")));
    var before = text.capture();
    text.write(Value.of("true"));
    assertThat(Scratch.text(root, "/etc/dconf/profile/gdm"))
        .contains("user-db:user\nfile-db:/usr/share/gdm/d\n")
        .endsWith("system-db:gdm\n");
    assertThat(root.resolve("etc/dconf/db/local.d")).doesNotExist();
    text.restore(before);
    assertThat(root.resolve("etc")).doesNotExist();
  }

  @Test
  void whatSomebodyAddedToTheProfileWeMadeStays() throws IOException {
    var before = point().capture();
    point().write(Value.of("uint32 300"));
    var profile = root.resolve("etc/dconf/profile/user");
    Files.writeString(profile, "system-db:site\n", StandardOpenOption.APPEND);
    point().restore(before);
    assertThat(profile).hasContent("user-db:user\nsystem-db:site\n");
  }
}
