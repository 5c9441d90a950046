package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.agent.AgentProgram;
import io.reeve.core.local.AgentException;
import io.reeve.harness.demo.Scenery;
import io.reeve.harness.lab.LabViews.Item;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The program is removed from a machine, and perhaps comes back.
@EnabledOnOs(OS.LINUX)
final class ReleaseTest {
  @TempDir Path folder;

  @Test
  void theMachineIsAsBeforeAndTheNextStartHoldsEverythingAgain() throws Exception {
    try (var site = Site.start(folder)) {
      site.enrol();
      site.assign("all", false, Scenery.profile().toArray(Item[]::new));
      site.agent().sync(true);
      var applied = site.agent().status().settings().applied();
      assertThatThrownBy(() -> new AgentProgram().release(site.place()))
          .isInstanceOf(AgentException.class);
      site.stopDaemon();

      var released = new AgentProgram().release(site.place());

      assertThat(released.left()).isEmpty();
      assertThat(released.restored()).isGreaterThanOrEqualTo(12);
      assertThat(site.changed()).isEmpty();

      site.startDaemon();
      assertThat(site.agent().status().enrolled()).isTrue();
      Await.until(
          "everything in force again", () -> site.agent().status().settings().applied() == applied);
      assertThat(site.history("released")).hasSize(1);
    }
  }
}
