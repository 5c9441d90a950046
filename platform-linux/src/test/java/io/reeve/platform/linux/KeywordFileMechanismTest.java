package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Mechanism;
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

final class KeywordFileMechanismTest implements MechanismContract {
  @TempDir Path root;

  @Override
  public Mechanism mechanism() throws IOException {
    return new KeywordFileMechanism(Scratch.host(root));
  }

  @Override
  public Address address() {
    return new Address(
        "keyword-file",
        Map.of("file", "/etc/login.defs", "key", "PASS_MIN_DAYS", "style", "space"));
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("3"), Value.of("7"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(
        new Address(
            "keyword-file",
            Map.of("file", "/etc/login.defs", "key", "PASS_WARN_AGE", "style", "space")));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(
        new Address("keyword-file", Map.of("key", "A", "style", "space")),
        new Address("keyword-file", Map.of("file", "/etc/x", "key", "A B", "style", "space")),
        new Address("keyword-file", Map.of("file", "/etc/x", "key", "A", "style", "toml")),
        new Address("keyword-file", Map.of("file", "../x", "key", "A", "style", "space")));
  }

  @Override
  public Optional<Path> scratch() {
    return Optional.of(root);
  }

  private Mechanism.Point point() throws IOException {
    return mechanism().bind(address());
  }

  private static final String DEBIAN =
      "# Password aging\nPASS_MAX_DAYS\t99999\nUMASK 022\n#PASS_MIN_DAYS 1";

  private static final Address MAX_DAYS =
      new Address(
          "keyword-file",
          Map.of("file", "/etc/login.defs", "key", "PASS_MAX_DAYS", "style", "space"));

  @Test
  void editsOfSeveralKeysAreTakenBackInAnyOrder() throws IOException {
    Scratch.file(root, "/etc/login.defs", DEBIAN);
    var max = mechanism().bind(MAX_DAYS);
    var beforeMax = max.capture();
    max.write(Value.of("90"));
    var beforeMin = point().capture();
    point().write(Value.of("1"));

    assertThat(max.read()).isEqualTo(Value.of("90"));
    assertThat(point().read()).isEqualTo(Value.of("1"));
    max.restore(beforeMax);
    point().restore(beforeMin);

    assertThat(Scratch.text(root, "/etc/login.defs")).isEqualTo(DEBIAN);
  }

  @Test
  void theValueOfSomebodyElseIsSeenAndComesBack() throws IOException {
    Scratch.file(root, "/etc/login.defs", DEBIAN);
    var max = mechanism().bind(MAX_DAYS);
    assertThat(max.read()).isEqualTo(Value.of("99999"));
    var before = max.capture();
    max.write(Value.absent());
    assertThat(max.read()).isEqualTo(Value.absent());
    max.restore(before);
    assertThat(Scratch.text(root, "/etc/login.defs")).isEqualTo(DEBIAN);
  }

  @Test
  void aLineEndInAValueIsRefused() {
    assertThatThrownBy(() -> point().write(Value.of("1\nUMASK 000")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("control character");
  }

  /// Trap: what the module is told in the stack beats its file.
  @Test
  void anArgumentInThePamStackBeatsTheFile() throws IOException {
    Scratch.file(root, "/etc/pam.d/common-auth", "auth required pam_faillock.so preauth deny=9\n");
    var address =
        new Address(
            "keyword-file",
            Map.of(
                "file", "/etc/security/faillock.conf",
                "key", "deny",
                "style", "equals",
                "pam", "pam_faillock.so"));
    var point = mechanism().bind(address);
    point.write(Value.of("3"));
    assertThat(point.read()).isEqualTo(Value.of("9"));
    Scratch.file(root, "/etc/pam.d/common-auth", "auth required pam_faillock.so preauth\n");
    assertThat(point.read()).isEqualTo(Value.of("3"));
  }

  @Test
  void zeroDaysIsNeverAndNotAtOnce() throws IOException {
    var never =
        new Address(
            "keyword-file",
            Map.of(
                "file",
                "/etc/login.defs",
                "key",
                "PASS_MAX_DAYS",
                "style",
                "space",
                "zero",
                "99999"));
    mechanism().bind(never).write(Value.of("0"));
    assertThat(Scratch.text(root, "/etc/login.defs")).contains("PASS_MAX_DAYS\t99999\n");
    assertThat(mechanism().bind(never).read()).isEqualTo(Value.of("0"));
  }
}
