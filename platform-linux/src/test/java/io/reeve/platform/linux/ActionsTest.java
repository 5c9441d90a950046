package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.RemoteAction.Result;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is refused before logind is asked; a booted machine shows the rest.
final class ActionsTest {
  @TempDir Path root;

  private RemoteAction action(String name) {
    return new LinuxPlatform()
        .actions(Scratch.host(root)).stream()
            .filter(action -> action.uri().name().equals(name))
            .findFirst()
            .orElseThrow();
  }

  @Test
  void aScratchRootIsNeitherRestartedNorLocked() throws IOException {
    assertThat(new LinuxPlatform().power(Scratch.host(root))).isEmpty();
    assertThat(action("Lock").run(Value.absent())).isInstanceOf(Result.Refused.class);
  }

  @Test
  void onlyAWipeIsDestructive() {
    assertThat(new LinuxPlatform().actions(Scratch.host(root)))
        .filteredOn(RemoteAction::isDestructive)
        .allMatch(action -> action.uri().name().startsWith("doWipe"));
  }
}
