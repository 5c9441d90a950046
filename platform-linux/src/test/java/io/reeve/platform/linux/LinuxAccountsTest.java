package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.LocalAccounts;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// With the real chpasswd, chage and libcrypt, below a scratch root.
final class LinuxAccountsTest {
  private static final String PASSWORD = "Xq7-pad:%s \u00e4";
  @TempDir Path root;

  @BeforeEach
  void machineWithTwoAdministrators() throws IOException {
    Tools.needRoot();
    Tools.need("/usr/sbin/chpasswd", "passwd");
    Tools.need("/usr/bin/chage", "passwd");
    Scratch.file(root, "/etc/login.defs", "UID_MIN\t\t 1000\nUID_MAX\t\t60000\n");
    Scratch.file(root, "/etc/group", "sudo:x:27:alice,carol\n");
    Scratch.file(
        root,
        "/etc/passwd",
        """
        root:x:0:0:root:/root:/bin/bash
        daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
        alice:x:1000:1000::/home/alice:/bin/bash
        bob:x:1001:1001::/home/bob:/bin/bash
        carol:x:1002:1002::/home/carol:/bin/bash
        locked:x:1003:1003::/home/locked:/bin/bash
        """);
    shadow(
        """
        root:*:19000:0:99999:7:::
        daemon:*:19000:0:99999:7:::
        alice:$y$j9T$a$old:19000:0:99999:7:::
        bob:$y$j9T$b$old:19000:0:99999:7::25000:
        carol:$y$j9T$c$old:19000:0:99999:7:::
        locked:!$y$j9T$l$old:19000:0:99999:7:::
        """);
  }

  private void shadow(String text) throws IOException {
    Scratch.file(root, "/etc/shadow", text);
  }

  private String line(String name) throws IOException {
    return Scratch.text(root, "/etc/shadow")
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .findFirst()
        .orElseThrow();
  }

  private LocalAccounts accounts() {
    return new LinuxPlatform().accounts(Scratch.host(root));
  }

  private static Secret secret(String text) {
    return Secret.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aPasswordIsSetAsAHashOfTheSystemsOwnKindAndIsTheOneThatCounts() throws IOException {
    try (var password = secret(PASSWORD);
        var other = secret("another")) {
      assertThat(accounts().isPassword("alice", password)).isFalse();
      accounts().setPassword("alice", password);
      assertThat(accounts().isPassword("alice", password)).isTrue();
      assertThat(accounts().isPassword("alice", other)).isFalse();
    }
    assertThat(line("alice")).startsWith("alice:$").doesNotContain("old", "Xq7", ":19000:");
    assertThat(line("bob")).contains("$old");
  }

  @ParameterizedTest
  @CsvSource({
    "bob, is no administrator of this machine",
    "locked, 'has no password, or a locked one'",
    "root, 'has no password, or a locked one'",
    "git, is an account of the system"
  })
  void onlyAnAdministratorWhoHasAPasswordGetsAnother(String name, String reason)
      throws IOException {
    Scratch.file(root, "/etc/group", "sudo:x:27:alice,carol,locked,git\n");
    Scratch.file(
        root,
        "/etc/passwd",
        Scratch.text(root, "/etc/passwd") + "git:x:106:106::/srv/git:/bin/bash\n");
    shadow(Scratch.text(root, "/etc/shadow") + "git:$y$j9T$g$old:19000:0:99999:7:::\n");
    var before = line(name);
    try (var password = secret(PASSWORD)) {
      assertThatThrownBy(() -> accounts().setPassword(name, password))
          .isInstanceOf(NotApplicableException.class)
          .hasMessageContaining(reason);
    }
    assertThat(line(name)).isEqualTo(before);
  }

  @Test
  void rootGetsAnotherWhereItHasOne() throws IOException {
    shadow(Scratch.text(root, "/etc/shadow").replace("root:*", "root:$y$j9T$r$old"));
    try (var password = secret(PASSWORD)) {
      accounts().setPassword("root", password);
      assertThat(accounts().isPassword("root", password)).isTrue();
    }
    assertThat(accounts().administrator()).isEqualTo("root");
  }

  @Test
  void rootIsTheAdministratorOnlyWhereItHasAPassword() {
    assertThatThrownBy(() -> accounts().administrator())
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("has to be named");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody-knows", "daemon", "", "-e", "alice:x", "a\nb", "../alice"})
  void aPasswordIsSetForNobodyElse(String name) {
    assertThatThrownBy(() -> accounts().needSettable(name))
        .isInstanceOf(NotApplicableException.class);
    try (var password = secret(PASSWORD)) {
      assertThatThrownBy(() -> accounts().setPassword(name, password))
          .isInstanceOf(NotApplicableException.class);
    }
  }

  @Test
  void aDisabledAccountHasEndedAndComesBackAsItWas() throws IOException {
    var alice = line("alice");
    var bob = line("bob");
    accounts().disable("alice");
    accounts().disable("bob");
    accounts().disable("bob");
    assertThat(line("alice")).isEqualTo(alice.replace("7:::", "7::1:"));
    assertThat(line("bob")).isEqualTo(bob.replace("25000", "1"));

    accounts().enable("alice");
    accounts().enable("bob");
    accounts().enable("bob");
    assertThat(line("alice")).isEqualTo(alice);
    assertThat(line("bob")).isEqualTo(bob);
    assertThat(Files.exists(root.resolve("etc/reeve"))).isFalse();
  }

  @Test
  void theLastAdministratorWhoCanLogInIsNotDisabled() throws IOException {
    accounts().disable("carol");
    assertThatThrownBy(() -> accounts().disable("alice"))
        .isInstanceOf(NotApplicableException.class)
        .hasMessage("alice is the last administrator of this machine who can log in");
    shadow(Scratch.text(root, "/etc/shadow").replace("root:*", "root:$y$j9T$r$old"));
    accounts().disable("alice");
    assertThat(line("alice")).contains("::1:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"daemon", "nobody-knows", "--help"})
  void whatIsNobodysAccountIsNotDisabled(String name) {
    assertThatThrownBy(() -> accounts().disable(name)).isInstanceOf(NotApplicableException.class);
  }
}
