package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.PendingException;
import io.reeve.harness.MechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The ages of passwords, changed by the real chage below a scratch root.
final class PasswordAgeMechanismTest implements MechanismContract {
  private static final String SHADOW =
      """
      root:$y$j9T$r:19000:0:99999:7:::
      daemon:*:19000:0:99999:7:::
      alice:$y$j9T$a:19000:0:99999:7:::
      bob:$y$j9T$b:19000:0:99999:7:::
      locked:!$y$j9T$l:19000:0:99999:7:::
      robot:$y$j9T$o:19000:0:99999:7:::
      """;
  @TempDir Path root;

  @BeforeEach
  void accounts() throws IOException {
    Tools.needRoot();
    Tools.need("/usr/bin/chage", "passwd");
    Scratch.file(root, "/etc/login.defs", "UID_MIN\t\t 1000\nUID_MAX\t\t60000\n");
    Scratch.file(
        root,
        "/etc/passwd",
        """
        root:x:0:0:root:/root:/bin/bash
        daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
        alice:x:1000:1000::/home/alice:/bin/bash
        bob:x:1001:1001::/home/bob:/bin/bash
        locked:x:1002:1002::/home/locked:/bin/bash
        robot:x:1003:1003::/home/robot:/usr/sbin/nologin
        """);
    Scratch.file(root, "/etc/shadow", SHADOW);
  }

  @Override
  public Mechanism mechanism() {
    return new PasswordAgeMechanism(Scratch.host(root));
  }

  @Override
  public Address address() {
    return new Address("password-age", Map.of("key", "max"));
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("90"), Value.of("30"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(new Address("password-age", Map.of("key", "min")));
  }

  @Override
  public Value unset() {
    return Value.of("0");
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(
        new Address("password-age", Map.of()), new Address("password-age", Map.of("key", "warn")));
  }

  private Mechanism.Point point() throws IOException {
    return mechanism().bind(address());
  }

  private String shadow() throws IOException {
    return Scratch.text(root, "/etc/shadow");
  }

  @Test
  void onlyPeopleWhoHaveAPasswordAreTouchedAndTheFileComesBackByteForByte() throws IOException {
    var before = point().capture();
    point().write(Value.of("90"));

    assertThat(shadow())
        .isEqualTo(
            SHADOW
                .replace("a:19000:0:99999", "a:19000:0:90")
                .replace("b:19000:0:99999", "b:19000:0:90"));
    point().restore(before);
    assertThat(shadow()).isEqualTo(SHADOW);
    assertThat(before.detail()).doesNotContain("$y$");
  }

  /// As by vipw, for as long as its editor is open.
  @Test
  void whileSomebodyElseChangesAccountsItIsPendingAndDoneAfterwards() throws Exception {
    Scratch.file(root, "/etc/.pwd.lock", "");
    var host = Scratch.host(root);
    var mechanism = new PasswordAgeMechanism(host, new OthersAtWork(host, Path.of("/proc")));
    var point = mechanism.bind(address());
    LockedFile.awaiting(
        mechanism,
        root.resolve("etc/.pwd.lock"),
        () -> {
          assertThatThrownBy(() -> point.write(Value.of("90")))
              .isInstanceOf(PendingException.class)
              .hasMessageContaining("/etc/.pwd.lock locked");
          assertThat(shadow()).isEqualTo(SHADOW);
        });
    point.write(Value.of("90"));
    assertThat(point.read()).isEqualTo(Value.of("90"));
  }

  @Test
  void aPersonWhoGotAnAccountLaterIsSeenAndCovered() throws IOException {
    point().write(Value.of("90"));
    Scratch.file(root, "/etc/shadow", shadow().replace("locked:!", "locked:"));

    assertThat(point().read()).isEqualTo(Value.of("0"));
    point().write(Value.of("90"));

    assertThat(point().read()).isEqualTo(Value.of("90"));
    assertThat(shadow()).contains("locked:$y$j9T$l:19000:0:90:");
  }

  @Test
  void wherePeopleDifferTheWeakestSpeaks() throws IOException {
    Scratch.file(root, "/etc/shadow", SHADOW.replace("a:19000:0:99999", "a:19000:3:30"));
    assertThat(point().read()).isEqualTo(Value.of("0"));
    Scratch.file(root, "/etc/shadow", shadow().replace("b:19000:0:99999", "b:19000:1:60"));
    assertThat(point().read()).isEqualTo(Value.of("60"));
    assertThat(mechanism().bind(neighbour().orElseThrow()).read()).isEqualTo(Value.of("1"));
  }

  @Test
  void anEmptyFieldIsNoLimitAndComesBackEmpty() throws IOException {
    var empty = SHADOW.replace("a:19000:0:99999", "a:19000:0:");
    Scratch.file(root, "/etc/shadow", empty);
    var before = point().capture();
    assertThat(before.value()).isEqualTo(Value.of("0"));

    point().write(Value.of("90"));
    point().restore(before);

    assertThat(shadow()).isEqualTo(empty);
  }

  @Test
  void whereNobodyHasAPasswordItIsNotApplicable() throws IOException {
    Scratch.file(root, "/etc/shadow", "root:*:19000:0:99999:7:::\n");

    assertThatThrownBy(() -> point().read()).isInstanceOf(NotApplicableException.class);
  }

  /// 19000 is in January 2022: such a password has been too old for long.
  @Test
  void whatWouldDisableAnAccountOnTheSpotIsRefusedWholeAndChangesNothing() throws IOException {
    var grace = SHADOW.replace("b:19000:0:99999:7::", "b:19000:0:99999:7:30:");
    Scratch.file(root, "/etc/shadow", grace);

    assertThatThrownBy(() -> point().write(Value.of("90")))
        .hasMessageContaining("it would disable bob on the spot");
    assertThat(shadow()).isEqualTo(grace);
  }

  @Test
  void whoeverIsDisabledAlreadyOrHasToChangeThePasswordAnywayIsNoReasonToRefuse()
      throws IOException {
    Scratch.file(
        root,
        "/etc/shadow",
        SHADOW
            .replace("a:19000:0:99999:7::", "a:19000:0:60:7:30:")
            .replace("b:19000:0:99999:7::", "b:0:0:99999:7:30:"));

    point().write(Value.of("90"));

    assertThat(shadow()).contains("a:19000:0:90:7:30:", "b:0:0:90:7:30:");
  }

  @ParameterizedTest
  @CsvSource({"min, 60, a:19000:0:30", "max, 30, a:19000:60:99999"})
  void aPasswordThatHasToBeChangedBeforeItMayBeIsRefused(String key, String days, String alice)
      throws IOException {
    var other = SHADOW.replace("a:19000:0:99999", alice);
    Scratch.file(root, "/etc/shadow", other);
    var point = mechanism().bind(new Address("password-age", Map.of("key", key)));

    assertThatThrownBy(() -> point.write(Value.of(days)))
        .hasMessageContaining("alice would have to change the password before it may be");
    assertThat(shadow()).isEqualTo(other);
  }
}
