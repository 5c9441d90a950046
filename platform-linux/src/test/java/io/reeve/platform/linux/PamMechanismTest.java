package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.harness.MechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Without a tool that owns stacks. With one: [PamAuthUpdateTest], [AuthselectTest].
final class PamMechanismTest implements MechanismContract {
  @TempDir Path root;

  @Override
  public Mechanism mechanism() {
    return new PamMechanism(Scratch.host(root));
  }

  static Address feature(String name) {
    return new Address("pam", Map.of("feature", name));
  }

  @Override
  public Address address() {
    return feature("pwhistory");
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("5"), Value.of("24"));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(new Address("pam", Map.of()), feature("permit"));
  }

  @Override
  public Optional<Path> scratch() {
    return Optional.of(root);
  }

  private Mechanism.Point point(String feature) throws IOException {
    return mechanism().bind(feature(feature));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5 use_authtok", "-1", "x", "12345", "on"})
  void anArgumentIsANumberAndNothingBehindIt(String value) {
    assertThatThrownBy(() -> point("pwhistory").write(Value.of(value)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(value);
  }

  @Test
  void aFeatureWithoutAnArgumentIsOn() throws IOException {
    point("faillock").write(Value.of("on"));
    assertThat(point("faillock").read()).isEqualTo(Value.of("on"));
    assertThatThrownBy(() -> point("faillock").write(Value.of("off")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void theStacksOfAScratchRootAreReadAndLeftAlone() throws IOException {
    Scratch.file(
        root, "/etc/pam.d/common-password", "password required pam_pwhistory.so remember=3\n");
    Scratch.file(root, "/etc/pam.d/common-auth", "");
    assertThat(point("pwhistory").read()).isEqualTo(Value.of("3"));
    assertThatThrownBy(() -> point("pwhistory").write(Value.of("5")))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("scratch root");
  }

  /// Trap: pam_pwquality without cracklib's words refuses every password.
  @Test
  void withoutADictionaryPwqualityIsNotPutIntoTheStack() throws IOException {
    Scratch.file(root, "/etc/pam.d/common-password", "");
    assertThatThrownBy(() -> point("pwquality"))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("cracklib-runtime");
    Scratch.file(root, "/etc/security/pwquality.conf", "dictcheck = 0\n");
    assertThat(point("pwquality").read()).isEqualTo(Value.absent());
  }

  @Test
  void withADictionaryItIs() throws IOException {
    Scratch.file(root, "/etc/pam.d/common-password", "");
    Scratch.file(root, "/var/cache/cracklib/cracklib_dict.pwd", "words");
    assertThat(point("pwquality").read()).isEqualTo(Value.absent());
  }

  @Test
  void whereNoToolOwnsTheStacksWhatIsThereCountsAndNothingIsWritten() throws IOException {
    var host = Scratch.host(root);
    Scratch.file(
        root,
        "/etc/pam.d/system-auth",
        """
        auth       required                    pam_faillock.so      preauth
        -auth      [success=2 default=ignore]  pam_systemd_home.so
        auth       [success=1 default=bad]     pam_unix.so          try_first_pass nullok
        auth       [default=die]               pam_faillock.so      authfail
        account    required                    pam_unix.so
        """);
    var arch = new PamMechanism(host, new PamUnowned(host));
    assertThatThrownBy(() -> arch.bind(feature("faillock")).read())
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("authselect");
    Scratch.file(
        root,
        "/etc/pam.d/system-auth",
        Scratch.text(root, "/etc/pam.d/system-auth") + "account required pam_faillock.so\n");
    assertThat(arch.bind(feature("faillock")).read()).isEqualTo(Value.of("on"));
    assertThatThrownBy(() -> arch.bind(feature("faillock")).write(Value.absent()))
        .isInstanceOf(NotApplicableException.class);
  }

  @Test
  void aLineIsReadWithItsControlItsModuleWhateverItsFolderAndItsArguments() {
    var lines =
        PamLine.parse(
            """
            # auth required pam_deny.so
            @include common-auth
            -auth [success=ok default=ignore] /lib/security/pam_x.so a=1 \\
              b a=2 # why
            session include other
            """);
    assertThat(lines)
        .containsExactly(
            new PamLine(
                "auth", "[success=ok default=ignore]", "pam_x.so", List.of("a=1", "b", "a=2")),
            new PamLine("session", "include", "other", List.of()));
    assertThat(lines.getFirst().argument("a")).contains("2");
  }
}
