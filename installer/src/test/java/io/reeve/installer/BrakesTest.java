package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.approval.Approval;
import io.reeve.core.approval.SignedScript;
import io.reeve.harness.lab.LabViews.Verb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What the console asks of a device, asked of the real agent: what it offers, and what is
/// destructive.
@EnabledOnOs(OS.LINUX)
final class BrakesTest {
  private static final String GUARD = "./Device/Vendor/Reeve/Guard";
  private static final String RETIRE = "./Device/Vendor/MSFT/DMClient/Unenroll";

  @TempDir Path folder;

  @Test
  void theAgentSaysWhatItOffersAndIsRetiredByTwoPersonsOnly() throws Exception {
    var approver = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    var open = Base64.getEncoder().encodeToString(approver.getPublic().getEncoded());
    try (var site = Site.start(folder, config -> config.withApproverKeys(List.of(open)))) {
      site.enrol();
      offers(site);
      assertThat(site.ask(Verb.EXEC, RETIRE, "null", "").status()).hasValue(425);
      var stranger = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      assertThat(approve(site, stranger)).isEqualTo(425);
      assertThat(approve(site, approver)).isEqualTo(200);
      assertThat(site.ask(Verb.EXEC, RETIRE, "null", "").status()).hasValue(202);
      site.agent().sync(true);
      assertThat(site.events("alert.action").toString()).contains("\"state\":\"held\"");
      assertThat(site.ask(Verb.EXEC, GUARD + "/Cancel", "null", "").status()).hasValue(200);
      assertThat(site.agent().status().enrolled()).isTrue();
      site.agent().unenroll();
    }
  }

  private static final String SCRIPT = "./Device/Vendor/Reeve/Scripts/hello";
  private static final String TEXT = "{\"Script\": \"exit 0\"}";

  private static String told(Site site, Verb verb, String uri) {
    return site.ask(verb, uri, "chr", "").results().toString();
  }

  @Test
  void whatTheLabSignsRunsAndWhatNobodySignedDoesNot() throws Exception {
    try (var site = Site.start(folder)) {
      site.enrol();
      assertThat(site.ask(Verb.EXEC, SCRIPT, "chr", TEXT).status()).hasValue(202);
      Await.until(
          "its run", () -> told(site, Verb.GET, SCRIPT + "/Result").contains("\"outcome\""));
      var doctor = site.agent().doctor().toString();
      assertThat(doctor).contains("1 key came with the enrolment; only scripts signed by it run");
      site.agent().unenroll();
    }
  }

  @Test
  void withSignersOfItsOwnADeviceRefusesWhatTheServiceAloneSends() throws Exception {
    var signer = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    var open = Base64.getEncoder().encodeToString(signer.getPublic().getEncoded());
    try (var site = Site.start(folder, config -> config.withScriptKeys(List.of(open)))) {
      site.enrol();
      assertThat(site.ask(Verb.EXEC, SCRIPT, "chr", TEXT).status()).hasValue(403);
      assertThat(site.history("refused").toString()).contains("it is not signed");
      var signature =
          new SignedScript("script:hello", Map.of("Detect", "exit 0")).sign(signer.getPrivate());
      var signed = "{\"Script\": \"exit 0\", \"Signature\": \"" + signature + "\"}";
      assertThat(site.ask(Verb.EXEC, SCRIPT, "chr", signed).status()).hasValue(202);
      assertThat(site.ask(Verb.EXEC, SCRIPT + "2", "chr", signed).status()).hasValue(403);
      site.stopDaemon();
      Files.writeString(site.state().resolve("agent.json"), "{\"runUnsignedScripts\": true}");
      site.startDaemon();
      assertThat(site.ask(Verb.EXEC, SCRIPT, "chr", TEXT).status()).hasValue(202);
      assertThat(told(site, Verb.GET, GUARD + "/Held")).contains(SCRIPT);
      assertThat(site.agent().doctor().toString()).contains("signed or not");
      assertThat(site.agent().cancel()).isNotNull();
      assertThat(told(site, Verb.GET, GUARD + "/Held")).doesNotContain(SCRIPT);
      site.agent().unenroll();
    }
  }

  private static void offers(Site site) throws Exception {
    site.lab().admin().askOffer(site.device());
    site.agent().sync(true);
    var offer = site.lab().admin().offer(site.device()).orElseThrow();
    assertThat(offer.nodes())
        .contains(
            "./Device/Vendor/Reeve/Actions/CheckCompliance",
            "./Device/Vendor/Reeve/Actions/ReportInventory",
            "./Device/Vendor/Reeve/Actions/Sweep",
            GUARD,
            "./Device/Vendor/Reeve/Scripts");
    assertThat(offer.needsApproval()).isTrue();
    assertThat(offer.holdSeconds()).isEqualTo(600);
  }

  private static int approve(Site site, KeyPair who) throws Exception {
    var now = Instant.now();
    var approval = Approval.of(site.device(), RETIRE, "", now, now.plus(Duration.ofHours(1)));
    var token = approval.sign(who.getPrivate());
    return site.ask(Verb.REPLACE, GUARD + "/Approval", "chr", token).status().orElse(0);
  }
}
