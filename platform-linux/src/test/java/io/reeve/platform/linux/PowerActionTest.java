package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.RemoteAction.Result;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is refused before logind is asked; a booted machine shows the rest.
final class PowerActionTest {
  @TempDir Path root;

  private RemoteAction action(String name) {
    return new LinuxPlatform()
        .actions(Scratch.host(root)).stream()
            .filter(action -> action.uri().name().equals(name))
            .findFirst()
            .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1441", "soon", "", "5; reboot", "99999999999"})
  void aTimeThatIsNoneIsRefused(String minutes) throws IOException {
    assertThat(action("RebootNow").run(Value.of(minutes)))
        .isEqualTo(new Result.Refused("the argument is the minutes until then, 0 to 1440"));
  }

  @Test
  void aScratchRootIsNeitherRestartedNorLocked() throws IOException {
    for (var name : new String[] {"RebootNow", "ShutDown", "CancelShutDown", "Lock"}) {
      assertThat(action(name).run(Value.absent())).as(name).isInstanceOf(Result.Refused.class);
    }
  }

  @Test
  void onlyAWipeIsDestructive() {
    assertThat(new LinuxPlatform().actions(Scratch.host(root)))
        .filteredOn(RemoteAction::isDestructive)
        .allMatch(action -> action.uri().name().startsWith("doWipe"));
  }
}
