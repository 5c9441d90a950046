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
  private static final String LOOP =
      "while :; do if grep -q cramfs "
          + FILE
          + "; then echo '# mine' > "
          + FILE
          + "; fi; sleep 0.2; done";

  @Test
  void theAgentStopsFightingNamesTheServiceAndTakesUpAgainWhenAskedTo() throws IOException {
    try (var site = Requirements.orSkip(() -> ManagedMachine.start(Furniture::usual))) {
      site.lab().assign("modules", false, List.of(Item.of(LIST, "chr", "cramfs")));
      site.sync();
      assertThat(site.machine().read(FILE)).contains("cramfs");
      site.machine().need("systemd-run", "--unit=fighter", "--quiet", "/bin/sh", "-c", LOOP);
      Await.until(
          "it is contested",
          PATIENCE,
          () -> explain(site).state().state().equals("contested"),
          site::log);
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

  private static boolean tells(String event, String fighter) {
    return event.contains("alert.drift")
        && event.contains("\"contested\":true")
        && event.contains("sh (process " + fighter);
  }

  private static Views.Explanation explain(ManagedMachine site) {
    return site.agent().explain(LIST);
  }
}
