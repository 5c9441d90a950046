package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.harness.demo.Scenery;
import io.reeve.harness.lab.LabViews.DeviceState;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Verb;
import io.reeve.policy.Compliance.Overall;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The end of an enrolment, from either side.
@EnabledOnOs(OS.LINUX)
final class UnenrolmentTest {
  private static final String SQL = "./Device/Vendor/Reeve/Queries/hosts/Sql";

  private static final String GUARD = "./Device/Vendor/Reeve/Guard";

  @TempDir Path folder;

  @Test
  void leavingTellsTheServiceAndRestoresEverything() throws Exception {
    try (var site = enrolled(folder)) {
      var left = site.agent().unenroll();

      assertThat(left.serviceTold()).isTrue();
      assertThat(left.left()).isEmpty();
      assertThat(left.restored()).isGreaterThanOrEqualTo(12);
      assertGone(site);
      assertThat(site.lab().admin().devices().getFirst().state()).isEqualTo(DeviceState.GONE);
    }
  }

  @Test
  void aServiceThatEndsItHasToWaitAndMayThinkBetterOfIt() throws Exception {
    try (var site = enrolled(folder)) {
      site.lab().admin().unenroll(site.device());
      site.agent().sync(true);
      assertThat(site.ask(Verb.GET, GUARD + "/Held", "chr", "").results().toString())
          .contains("DMClient/Unenroll");
      assertThat(site.agent().status().enrolled()).isTrue();
      assertThat(site.history("held")).hasSize(1);
      assertThat(site.ask(Verb.EXEC, GUARD + "/Cancel", "chr", "").status()).hasValue(200);
      assertThat(site.ask(Verb.GET, GUARD + "/Held", "chr", "").results().toString())
          .doesNotContain("Unenroll");
      assertThat(site.agent().status().enrolled()).isTrue();
      site.agent().unenroll();
    }
  }

  @Test
  void aServiceThatEndsItIsObeyedAndKnows() throws Exception {
    try (var site = enrolled(folder)) {
      site.stopDaemon();
      Files.writeString(site.state().resolve("agent.json"), "{\"holdMinutes\": 0}");
      site.startDaemon();
      site.lab().admin().unenroll(site.device());
      site.agent().sync(true);

      Await.until("the end", () -> !site.agent().status().enrolled());
      assertGone(site);
      assertThat(site.lab().admin().devices().getFirst().state()).isEqualTo(DeviceState.GONE);
      assertThat(site.events("device.unenrolled")).isNotEmpty();
    }
  }

  @Test
  void leavingWithoutTheServiceRestoresEverythingAndSaysThatItWasNotTold() throws Exception {
    try (var site = enrolled(folder)) {
      site.stopLab();
      var left = site.agent().unenroll();
      assertThat(left.serviceTold()).isFalse();
      assertGone(site);
      site.startLab();
    }
  }

  @Test
  void theNextEnrolmentFindsNothingOfTheOneBefore() throws Exception {
    try (var site = enrolled(folder)) {
      site.ask(Verb.ADD, SQL, "chr", "select 1 as one");
      site.lab().admin().unassign(site.device(), "all");
      site.agent().unenroll();
      site.enrol();

      assertThat(site.ask(Verb.GET, SQL, "chr", "").status()).hasValue(404);
      assertThat(site.agent().settings(false)).isEmpty();
      assertThat(site.agent().compliance(false).overall()).isEqualTo(Overall.NO_POLICY);
    }
  }

  private static Site enrolled(Path folder) throws Exception {
    var site = Site.start(folder);
    site.enrol();
    site.assign("all", false, Scenery.profile().toArray(Item[]::new));
    site.agent().sync(true);
    assertThat(site.agent().status().settings().applied()).isGreaterThanOrEqualTo(12);
    return site;
  }

  private static void assertGone(Site site) throws Exception {
    assertThat(site.changed()).isEmpty();
    assertThat(site.state().resolve("keys.p12")).doesNotExist();
    var status = site.agent().status();
    assertThat(status.enrolled()).isFalse();
    assertThat(status.nextSync()).isEmpty();
    assertThat(status.lastSync()).isEmpty();
    assertThat(status.compliance()).isEqualTo(Overall.NO_POLICY);
    assertThat(site.agent().settings(false)).isEmpty();
    assertThat(site.history("unenrolled")).hasSize(1);
  }
}
