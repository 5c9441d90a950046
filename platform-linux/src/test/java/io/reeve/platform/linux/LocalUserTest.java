package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who is at the machine, by what logind says.
final class LocalUserTest {
  @TempDir Path root;

  private Host host(String session, String kind, String state, String uid) throws IOException {
    Scratch.file(root, "/etc/login.defs", "UID_MIN 1000\n");
    Commands commands =
        (arguments, _) -> {
          if (arguments.getFirst().equals("/usr/bin/getent")) {
            return new Commands.Result(
                0,
                "alice:x:" + arguments.getLast() + ":1001:,\u00ff,,:/home/alice:/bin/bash\n",
                "");
          }
          var said =
              switch (arguments.get(4)) {
                case "ActiveSession" -> session;
                case "Class" -> kind;
                case "State" -> state;
                default -> uid;
              };
          return new Commands.Result(0, said + "\n", "");
        };
    return Scratch.host(root, commands);
  }

  @Test
  void aPersonAtTheMachineIsTheUser() throws IOException {
    var user = LocalUser.active(host("3", "user", "active", "1000"));
    assertThat(user.account())
        .contains(new LocalUser.Account("alice", "1000", "1001", "/home/alice"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', user, active, 1000, nobody is at the machine now",
    "c1, greeter, active, 120, only its login screen",
    "c1, lock-screen, active, 1000, only its login screen",
    "3, user, closing, 1000, is just leaving it",
    "3, user, active, 0, no account of their own",
    "3, user, active, 990, no account of their own",
    "3, user, active, -1, no account of their own"
  })
  void whoeverIsNoPersonIsNobody(String session, String kind, String state, String uid, String why)
      throws IOException {
    var host = host(session, kind, state, uid);
    assertThatThrownBy(() -> LocalUser.active(host)).hasMessageContaining(why);
  }
}
