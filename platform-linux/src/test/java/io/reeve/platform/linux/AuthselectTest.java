package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.OsException;
import io.reeve.harness.FileState;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With a stand-in for authselect that keeps the stacks as the documented profiles of RHEL 9 do.
final class AuthselectTest {
  private static final String STACK =
      """
      auth        required      pam_env.so
      with-faillock auth        required      pam_faillock.so preauth silent
      auth        sufficient    pam_unix.so nullok
      with-faillock auth        required      pam_faillock.so authfail
      auth        required      pam_deny.so
      with-faillock account     required      pam_faillock.so
      account     required      pam_unix.so
      password    requisite     pam_pwquality.so local_users_only
      with-pwhistory password    requisite     pam_pwhistory.so use_authtok
      password    sufficient    pam_unix.so yescrypt shadow nullok use_authtok
      """;

  private final TreeSet<String> features = new TreeSet<>();
  private final List<List<String>> ran = new ArrayList<>();
  private boolean changedByHand;
  @TempDir Path root;

  @BeforeEach
  void stacks() throws IOException {
    write();
    Scratch.file(root, "/etc/security/pwhistory.conf", "# Remember\n# remember = 10\n");
    Scratch.file(root, "/usr/share/cracklib/pw_dict.pwd", "words");
  }

  private void write() throws IOException {
    var text = new StringBuilder();
    for (var line : STACK.lines().toList()) {
      int space = line.indexOf(' ');
      if (!line.startsWith("with-")) {
        text.append(line).append('\n');
      } else if (features.contains(line.substring(0, space))) {
        text.append(line.substring(space + 1)).append('\n');
      }
    }
    Scratch.file(root, "/etc/pam.d/system-auth", text.toString());
    Scratch.file(root, "/etc/pam.d/password-auth", text.toString());
  }

  private Commands.Result authselect(List<String> arguments) throws IOException {
    ran.add(arguments);
    if (changedByHand) {
      return new Commands.Result(4, "", "[error] File [/etc/authselect/system-auth] was modified");
    }
    if (arguments.get(1).equals("enable-feature")) {
      features.add(arguments.get(2));
    } else {
      features.remove(arguments.get(2));
    }
    write();
    return new Commands.Result(0, "", "");
  }

  private Mechanism.Point point(String feature) throws IOException {
    var host = Scratch.host(root, (arguments, _) -> authselect(arguments));
    return new PamMechanism(host, new Authselect(host)).bind(PamMechanismTest.feature(feature));
  }

  @Test
  void lockingIsAFeatureOfTheProfile() throws IOException {
    var pristine = FileState.below(root).stream().map(FileState::untimed).toList();
    var before = point("faillock").capture();
    assertThat(point("faillock").read()).isEqualTo(Value.absent());
    point("faillock").write(Value.of("on"));
    assertThat(point("faillock").read()).isEqualTo(Value.of("on"));
    point("faillock").restore(before);
    assertThat(ran)
        .containsExactly(
            List.of("/usr/bin/authselect", "enable-feature", "with-faillock"),
            List.of("/usr/bin/authselect", "disable-feature", "with-faillock"));
    assertThat(FileState.below(root).stream().map(FileState::untimed)).isEqualTo(pristine);
  }

  @Test
  void theNumberOfFormerPasswordsIsInTheModulesFile() throws IOException {
    var pristine = FileState.below(root).stream().map(FileState::untimed).toList();
    var before = point("pwhistory").capture();
    point("pwhistory").write(Value.of("5"));
    assertThat(point("pwhistory").read()).isEqualTo(Value.of("5"));
    assertThat(Scratch.text(root, "/etc/security/pwhistory.conf")).contains("\nremember = 5\n");
    point("pwhistory").write(Value.of("7"));
    assertThat(point("pwhistory").read()).isEqualTo(Value.of("7"));
    assertThat(ran).hasSize(1);
    point("pwhistory").restore(before);
    assertThat(FileState.below(root).stream().map(FileState::untimed)).isEqualTo(pristine);
  }

  @Test
  void aReleaseWithoutThatFileCannotBeGivenANumber() throws IOException {
    java.nio.file.Files.delete(root.resolve("etc/security/pwhistory.conf"));
    assertThatThrownBy(() -> point("pwhistory").write(Value.of("5")))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("pwhistory.conf");
    assertThat(ran).isEmpty();
  }

  @Test
  void qualityIsInEveryProfileAndStays() throws IOException {
    assertThat(point("pwquality").read()).isEqualTo(Value.of("on"));
    point("pwquality").write(Value.of("on"));
    assertThat(ran).isEmpty();
  }

  @Test
  void oneStackWithoutTheModuleIsNotEnough() throws IOException {
    features.add("with-faillock");
    write();
    Scratch.file(root, "/etc/pam.d/password-auth", "auth required pam_deny.so\n");
    assertThat(point("faillock").read()).isEqualTo(Value.absent());
  }

  @Test
  void whatAuthselectRefusesIsTold() {
    changedByHand = true;
    assertThatThrownBy(() -> point("faillock").write(Value.of("on")))
        .isInstanceOf(OsException.class)
        .hasMessageContaining("was modified");
  }
}
