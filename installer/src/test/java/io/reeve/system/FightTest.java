package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.local.Views;
import io.reeve.harness.lab.LabViews.Item;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A service of the machine that keeps rewriting a file of ours.
final class FightTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String LIST = "./Device/Vendor/Reeve/Kernel/ModuleDenyList";
  private static final String FILE = "/etc/modprobe.d/reeve-deny.conf";
  private static final String GO = "/run/go";

  /// Rewrites the file each time it is told to, and says so by taking the word away.
  private static final String LOOP =
      "while :; do if [ -e "
          + GO
          + " ]; then echo '# mine' > "
          + FILE
          + "; rm "
          + GO
          + "; fi; sleep 0.1; done";

  @Test
  void theAgentStopsFightingNamesTheServiceAndTakesUpAgainWhenAskedTo() throws IOException {
    try (var site = Requirements.orSkip(() -> ManagedMachine.start(Furniture::usual))) {
      site.lab().assign("modules", false, List.of(Item.of(LIST, "chr", "cramfs")));
      site.sync();
      assertThat(site.machine().read(FILE)).contains("cramfs");
      site.machine().need("systemd-run", "--unit=fighter", "--quiet", "/bin/sh", "-c", LOOP);
      Await.until("it is contested", PATIENCE, () -> fight(site), site::log);
      var fighter =
          site.machine().need("systemctl", "show", "--value", "-p", "MainPID", "fighter").strip();
      assertThat(explain(site).places().getFirst().changes())
          .as("the evidence names who it was\n" + site.log())
          .isNotEmpty()
          .allMatch(change -> change.by().contains("sh (process " + fighter + ", user 0)"));
      assertThat(site.agent().status().settings().contested()).isEqualTo(1);
      site.machine().need("systemctl", "stop", "fighter");
      assertThat(site.machine().read(FILE)).isEqualTo("# mine\n");
      site.sync();
      assertThat(site.lab().events()).anyMatch(event -> tells(event.toString(), fighter));
      assertThat(site.agent().repair()).isEqualTo(new Views.Repaired(1));
      assertThat(site.machine().read(FILE)).contains("cramfs");
      assertThat(explain(site).state().state()).isEqualTo("applied");
    }
  }

  /// Has the file rewritten when the agent has put it right and read back what it wrote: a change
  /// that comes before that is a write that fails.
  ///
  /// @return whether the agent has stopped
  private static boolean fight(ManagedMachine site) {
    boolean isOurs = site.machine().read(FILE).contains("cramfs");
    var state = explain(site).state().state();
    if (isOurs && state.equals("applied")) {
      site.machine().write(GO, "");
      Await.until("it is rewritten", PATIENCE, () -> !site.machine().has(GO), site::log);
    }
    return state.equals("contested");
  }

  private static boolean tells(String event, String fighter) {
    return event.contains("alert.drift")
        && event.contains("\"contested\":true")
        && event.contains("sh (process " + fighter);
  }

  private static Views.Explanation explain(ManagedMachine site) {
    return site.agent().explain(LIST);
  }
}
