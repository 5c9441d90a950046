package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.local.Views;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.SettingState;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A program that keeps changing a file of ours back, and a daemon that watches the file.
@EnabledOnOs(OS.LINUX)
final class ContestedTest {
  private static final String KEY = "./Device/Vendor/Reeve/Kernel/Sysctl/kernel.dmesg_restrict";

  @TempDir Path folder;

  @AfterEach
  void stop() throws Exception {
    Files.writeString(folder.resolve("stop"), "");
  }

  /// Changes the file back each time there is a file `go`, which it takes away then, until there is
  /// a file `stop`. A shell that is not ours: who is ours is nobody to the agent.
  private void begin(Path file) throws Exception {
    var loop =
        "until [ -e \"$2/stop\" ]; do if [ -e \"$2/go\" ]; then echo '# mine' > \"$1\"; rm"
            + " \"$2/go\"; fi; sleep 0.05; done";
    var process =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "sh -c \"$1\" sh \"$2\" \"$3\" </dev/null >/dev/null 2>&1 &",
                "sh",
                loop,
                file.toString(),
                folder.toString())
            .start();
    assertThat(process.waitFor()).isZero();
  }

  /// Has the file changed back when the agent has put it right and read back what it wrote: a
  /// change that comes before that is a write that fails.
  ///
  /// @return whether the agent has stopped
  private boolean fight(Site site, Path file) throws Exception {
    boolean isOurs = Files.readString(file).contains("restrict");
    var state = state(site);
    if (isOurs && state.equals("applied")) {
      var go = Files.writeString(folder.resolve("go"), "");
      Await.until("it is changed back", () -> Files.notExists(go));
    }
    return state.equals("contested");
  }

  @Test
  void theAgentStopsFightingTellsWhoItIsAndTakesUpAgainWhenAskedTo() throws Exception {
    try (var site = Site.start(folder)) {
      site.enrol();
      site.assign("kernel", false, Item.of(KEY, "chr", "1"));
      site.agent().sync(true);
      assertThat(site.recorded(KEY).state()).isEqualTo(SettingState.APPLIED);
      var file = site.file("etc/sysctl.d/99-zz-reeve.conf");
      begin(file);
      Await.until("it is contested", () -> fight(site, file));
      var explained = site.agent().explain(KEY);
      assertThat(explained.state().detail()).contains("was changed back 6 times or more");
      assertThat(explained.state().seen()).as("the real value").isEmpty();
      var changes = explained.places().getFirst().changes();
      assertThat(changes).hasSizeGreaterThanOrEqualTo(6);
      if ("root".equals(System.getProperty("user.name"))) {
        assertThat(changes).first().asString().contains("sh (process ");
      }
      assertThat(site.agent().status().settings().contested()).isEqualTo(1);
      assertThat(site.history("contested")).hasSize(1);
      Files.writeString(folder.resolve("stop"), "");
      assertThat(file).content().contains("# mine").doesNotContain("restrict");
      assertThat(site.agent().repair()).isEqualTo(new Views.Repaired(1));
      assertThat(state(site)).isEqualTo("applied");
      assertThat(file).content().contains("kernel.dmesg_restrict = 1");
      site.agent().sync(true);
      assertThat(site.events("alert.drift")).as("the service has heard").isNotEmpty();
    }
  }

  private static String state(Site site) {
    return site.agent().explain(KEY).state().state();
  }
}
