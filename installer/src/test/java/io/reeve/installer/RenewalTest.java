package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.local.Views;
import io.reeve.harness.lab.LabDialect;
import io.reeve.harness.lab.LabDialect.Fault;
import io.reeve.harness.lab.LabDialect.Step;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.SettingState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Renewal on the device's own behalf: certificates for two days are due at once.
@EnabledOnOs(OS.LINUX)
final class RenewalTest {
  private static final String HOST = "./Device/Vendor/Reeve/Hosts/intranet.example";
  private static final Duration LIFE = Duration.ofDays(2);

  @TempDir Path folder;

  @Test
  void aCertificateNearItsEndIsRenewedOnceAndTheNewOneIsUsed() throws Exception {
    try (var site = Site.start(folder, config -> config.withCertificates(LIFE, 42))) {
      site.enrol();
      var first = Files.readAllBytes(site.state().resolve("keys.p12"));
      Await.until("the renewal", () -> site.history("renewal").size() == 1);
      assertThat(site.events("certificate.renewed")).hasSize(1);
      assertThat(site.state().resolve("keys.p12"))
          .content(StandardCharsets.ISO_8859_1)
          .isNotEqualTo(new String(first, StandardCharsets.ISO_8859_1));

      worksWith(site);
      site.stopDaemon();
      site.startDaemon();
      synced(site);

      assertThat(site.events("certificate.renewed")).as("not again at once").hasSize(1);
      assertThat(site.agent().status().account().orElseThrow().renewal()).doesNotContain("failed");
    }
  }

  @Test
  void aServiceThatRefusesToRenewIsNotPesteredAndTheOldCertificateGoesOn() throws Exception {
    var fault = new Fault("EnrollmentServer", "NotEligibleToRenew", "not yet");
    try (var site =
        Site.start(
            folder,
            config ->
                config
                    .withCertificates(LIFE, 42)
                    .withDialect(LabDialect.STANDARD.failing(Step.RENEW, fault)))) {
      site.enrol();
      Await.until("a try", () -> site.history("renewal").size() == 1);

      worksWith(site);
      site.stopDaemon();
      site.startDaemon();
      synced(site);

      assertThat(site.history("renewal"))
          .singleElement()
          .satisfies(event -> assertThat(event.text()).contains("refused", "0x"));
      assertThat(site.events("certificate.renewed")).isEmpty();
      assertThat(site.agent().status().account().orElseThrow().renewal())
          .contains("the last try failed");
      assertThat(site.agent().doctor())
          .filteredOn(check -> !check.ok())
          .extracting(Views.Check::name)
          .containsExactly("certificate");
    }
  }

  private static void worksWith(Site site) {
    site.assign("host", false, Item.of(HOST, "chr", "192.0.2.10"));
    synced(site);
    assertThat(site.recorded(HOST).state()).isEqualTo(SettingState.APPLIED);
  }

  private static void synced(Site site) {
    assertThat(site.agent().sync(true).record())
        .hasValueSatisfying(record -> assertThat(record.ok()).as(record.text()).isTrue());
  }
}
