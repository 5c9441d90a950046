package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.files.Settler;
import io.reeve.core.files.Sshd;
import io.reeve.core.files.SshdMechanism;
import io.reeve.core.programs.ProcessCommands;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.OsException;
import io.reeve.harness.FileState;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With the real sshd, which as root needs `/run/sshd`: it gets one in a mount namespace.
final class SshdTest {
  private static final String RUN_SSHD =
      "mount -t tmpfs none /run && mkdir /run/sshd && exec \"$@\"";
  @TempDir Path root;

  @BeforeEach
  void need() {
    Tools.needRoot();
    Tools.need("/usr/sbin/sshd", "openssh-server");
  }

  private Mechanism.Point option(String key) throws IOException {
    Commands real = ProcessCommands.unix();
    Commands inside =
        (arguments, deadline) -> {
          var all =
              new ArrayList<>(
                  List.of("/usr/bin/unshare", "--mount", "/bin/sh", "-c", RUN_SSHD, "sh"));
          all.addAll(arguments);
          return real.run(all, deadline);
        };
    Host host = Scratch.host(root, inside);
    return new SshdMechanism(host, new Sshd(host, root), Settler.nothing())
        .bind(new Address("sshd", Map.of("key", key)));
  }

  @Test
  void sshdItselfSaysWhatIsInForce() throws IOException {
    option("PermitRootLogin").write(Value.of("no"));
    assertThat(option("PermitRootLogin").read()).isEqualTo(Value.of("no"));
  }

  @Test
  void aMatchForRootIsWhatIsInForce() throws IOException {
    Scratch.file(
        root,
        "/etc/ssh/sshd_config",
        "Include /etc/ssh/sshd_config.d/*.conf\nMatch User root\n PermitRootLogin yes\n");
    option("PermitRootLogin").write(Value.of("no"));
    assertThat(option("PermitRootLogin").read()).isEqualTo(Value.of("yes"));
  }

  @Test
  void anotherSpellingOfTheSameIsTheSame() throws IOException {
    option("PermitRootLogin").write(Value.of("prohibit-password"));
    assertThat(option("PermitRootLogin").read()).isEqualTo(Value.of("prohibit-password"));
    option("LoginGraceTime").write(Value.of("1m"));
    assertThat(option("LoginGraceTime").read()).isEqualTo(Value.of("1m"));
  }

  @Test
  void whatSshdRefusesIsTakenBack() throws IOException {
    option("PermitRootLogin").write(Value.of("no"));
    var before = FileState.below(root).stream().map(FileState::untimed).toList();
    assertThatThrownBy(() -> option("Ciphers").write(Value.of("rot13")))
        .isInstanceOf(OsException.class)
        .hasMessageContaining("Bad SSH2 cipher");
    assertThat(FileState.below(root).stream().map(FileState::untimed)).isEqualTo(before);
  }

  /// What the service is started with wins over every file.
  @Test
  void anOptionOnTheServicesCommandLineIsWhatIsInForce() throws IOException {
    Scratch.file(root, "/etc/default/ssh", "SSHD_OPTS='-4 -o PermitRootLogin=yes'\n");
    option("PermitRootLogin").write(Value.of("no"));
    assertThat(option("PermitRootLogin").read()).isEqualTo(Value.of("yes"));
  }
}
