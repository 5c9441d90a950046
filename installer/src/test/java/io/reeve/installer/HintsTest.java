package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.harness.lab.LabConfig;
import io.reeve.harness.lab.LabViews.CommandState;
import io.reeve.harness.lab.LabViews.Verb;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What an administrator asks of a device reaches it at once, with nobody at the device doing
/// anything.
@EnabledOnOs(OS.LINUX)
final class HintsTest {
  private static final String ACTION = "./Device/Vendor/Reeve/Actions/CheckCompliance";

  @TempDir Path folder;

  private static boolean isDone(Site site, String command) {
    return site.lab().admin().command(command).orElseThrow().state() == CommandState.DONE;
  }

  @Test
  void aButtonInTheConsoleActsAtOnceAgainAndAgain() throws Exception {
    try (var site = Site.start(folder, LabConfig::withHints)) {
      site.enrol();
      for (int i = 0; i < 3; i++) {
        var id = site.queue(Verb.EXEC, ACTION, "null", "");
        Await.until("the action", () -> isDone(site, id));
        assertThat(site.lab().admin().command(id).orElseThrow().status()).hasValue(200);
      }
      assertThat(site.history("routine")).hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void aServiceThatWasAwayIsHeardAgain() throws Exception {
    try (var site = Site.start(folder, LabConfig::withHints)) {
      site.enrol();
      var first = site.queue(Verb.EXEC, ACTION, "null", "");
      Await.until("the action", () -> isDone(site, first));
      site.stopLab();
      site.startLab();
      var second = site.queue(Verb.EXEC, ACTION, "null", "");
      Await.until("the action after the restart", () -> isDone(site, second));
    }
  }
}
