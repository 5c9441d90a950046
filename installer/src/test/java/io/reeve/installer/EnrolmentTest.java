package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.EnrollRequest;
import io.reeve.harness.lab.Lab;
import io.reeve.harness.lab.LabConfig;
import io.reeve.harness.lab.LabDialect;
import io.reeve.harness.lab.LabDialect.Fault;
import io.reeve.harness.lab.LabDialect.Step;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Enrolment end to end, through what the daemon offers at its socket.
@EnabledOnOs(OS.LINUX)
final class EnrolmentTest {
  private static final String TOKEN_TYPE = "urn:example:token:join";

  @TempDir Path folder;

  @Test
  void aPasswordEnrolsOnceAndASecondEnrolmentIsRefused() throws Exception {
    try (var site = Site.start(folder)) {
      assertThat(site.enrol().keyHome()).contains("keys.p12");
      assertThat(site.agent().sync(true).record())
          .hasValueSatisfying(record -> assertThat(record.ok()).isTrue());

      var trouble = refused(site, site.request(Site.PASSWORD));

      assertThat(trouble.kind()).isEqualTo(Kind.FAILED);
      assertThat(trouble).hasMessageContaining("already enrolled");
      assertThat(site.events("device.enrolled")).hasSize(1);
      assertThat(site.agent().status().enrolled()).isTrue();
    }
  }

  @Test
  void aTokenEnrols() throws Exception {
    try (var site = Site.start(folder)) {
      var token = site.lab().admin().newToken(Site.USER, Duration.ofHours(1), 1).secret();
      site.agent().enroll(byToken(site, token, Optional.empty()));
      assertThat(site.lab().admin().devices().getFirst().user()).isEqualTo(Site.USER);
    }
  }

  @Test
  void aTokenOfTheServicesOwnTypeIsSentThoughDiscoverySaysOnPremise() throws Exception {
    try (var site = Site.start(folder, config -> config.withTokenType(TOKEN_TYPE))) {
      site.lab().dialect(LabDialect.STANDARD.asSloppy());
      var token = site.lab().admin().newToken(Site.USER, Duration.ofHours(1), 1).secret();

      site.agent().enroll(byToken(site, token, Optional.of(TOKEN_TYPE)));

      assertThat(site.agent().sync(true).record())
          .hasValueSatisfying(record -> assertThat(record.ok()).isTrue());
    }
  }

  private static EnrollRequest byToken(Site site, String token, Optional<String> type) {
    return site.request(Optional.empty(), Optional.empty(), Optional.of(token), type);
  }

  @Test
  void aUserCertificateEnrols() throws Exception {
    var person = UserCertificate.make(folder, Site.USER);
    try (var site = Site.start(folder, config -> config.withUserCa(person.authority()))) {
      site.agent().enroll(byCertificate(site, person, UserCertificate.PASSWORD));
      assertThat(site.lab().admin().devices().getFirst().user()).isEqualTo(Site.USER);
    }
  }

  @Test
  void anIdentityFileWithAnotherPasswordIsWrongUsage() throws Exception {
    var person = UserCertificate.make(folder, Site.USER);
    try (var site = Site.start(folder)) {
      var trouble = refused(site, byCertificate(site, person, "another"));
      assertThat(trouble.kind()).isEqualTo(Kind.USAGE);
      assertThat(trouble).hasMessageContaining("identity file");
    }
  }

  private static EnrollRequest byCertificate(Site site, UserCertificate person, String password)
      throws Exception {
    return new EnrollRequest(
        Optional.of(site.lab().discovery().toString()),
        Optional.empty(),
        Optional.empty(),
        Optional.of(password),
        Optional.empty(),
        Optional.empty(),
        Optional.of(person.base64()),
        Optional.of(site.lab().caPem()));
  }

  @Test
  void aWrongPasswordIsRefused() throws Exception {
    try (var site = Site.start(folder)) {
      var trouble = refused(site, site.request("wrong"));
      assertThat(trouble.kind()).isEqualTo(Kind.REFUSED);
      assertThat(trouble.kind().exit()).isEqualTo(4);
      assertThat(trouble).hasMessageContaining("0x8018").message().doesNotContain("wrong\"");
      assertNoTrace(site);
    }
  }

  @Test
  void aServiceThatIsNotThereIsUnreachable() throws Exception {
    try (var site = Site.start(folder)) {
      var request = site.request(Site.PASSWORD);
      site.stopLab();
      var trouble = refused(site, request);
      assertThat(trouble.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(trouble.kind().exit()).isEqualTo(5);
      site.startLab();
      assertNoTrace(site);
    }
  }

  @Test
  void aServiceOfAnUnknownAuthorityIsNotTalkedTo() throws Exception {
    try (var other = Lab.start(LabConfig.at(folder.resolve("other")));
        var site = Site.start(folder)) {
      var trusting =
          new EnrollRequest(
              Optional.of(site.lab().discovery().toString()),
              Optional.empty(),
              Optional.of(Site.USER),
              Optional.of(Site.PASSWORD),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(other.caPem()));
      var trouble = refused(site, trusting);
      assertThat(trouble).message().containsIgnoringCase("certificate");
      assertThat(trouble.hint()).isNotBlank();
      assertNoTrace(site);
    }
  }

  @Test
  void aDomainWithoutAServiceIsNamed() throws Exception {
    try (var site = Site.start(folder)) {
      var request =
          new EnrollRequest(
              Optional.empty(),
              Optional.of("ann@nowhere.invalid"),
              Optional.empty(),
              Optional.of(Site.PASSWORD),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(site.lab().caPem()));
      var trouble = refused(site, request);
      assertThat(trouble.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(trouble).message().containsIgnoringCase("enterpriseenrollment.nowhere.invalid");
      assertThat(trouble.hint()).contains("--server");
      assertNoTrace(site);
    }
  }

  @Test
  void aFailureAtAnyStepLeavesNoTraceAndTheNextTrySucceeds() throws Exception {
    try (var site = Site.start(folder)) {
      for (var step : new Step[] {Step.DISCOVER, Step.POLICIES, Step.ENROLL}) {
        var fault = new Fault("Authorization", "", "not today");
        site.lab().dialect(LabDialect.STANDARD.failing(step, fault));
        assertThat(refused(site, site.request(Site.PASSWORD)).kind())
            .as("failing at %s", step)
            .isEqualTo(Kind.REFUSED);
        assertNoTrace(site);
      }
      site.lab().dialect(LabDialect.STANDARD);
      site.enrol();
      assertThat(site.agent().sync(true).record().orElseThrow().ok()).isTrue();
    }
  }

  @Test
  void anAnswerThatGetsLostAfterTheServiceHasEnrolledLeavesNoTraceHere() throws Exception {
    try (var site = Site.start(folder, config -> config.withAddress("127.0.0.2", 0));
        var network =
            Relay.start(
                "127.0.0.1", new InetSocketAddress("127.0.0.2", site.lab().uri().getPort()))) {
      network.trouble(new Relay.Trouble.LostAnswer(() -> !site.lab().admin().devices().isEmpty()));
      assertThat(refused(site, site.request(Site.PASSWORD)).kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(site.state().resolve("keys.p12")).doesNotExist();
      assertThat(site.agent().status().enrolled()).isFalse();

      site.enrol();

      assertThat(site.lab().admin().devices()).hasSize(1);
      assertThat(site.agent().sync(true).record().orElseThrow().ok()).isTrue();
    }
  }

  @Test
  void whatNeedsAnEnrolmentSaysSo() throws Exception {
    try (var site = Site.start(folder)) {
      assertThatThrownBy(() -> site.agent().sync(true))
          .isInstanceOfSatisfying(
              AgentException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_ENROLLED));
      assertThatThrownBy(() -> site.agent().unenroll())
          .isInstanceOfSatisfying(
              AgentException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_ENROLLED));
    }
  }

  private static AgentException refused(Site site, EnrollRequest request) {
    return catchThrowableOfType(AgentException.class, () -> site.agent().enroll(request));
  }

  private static void assertNoTrace(Site site) {
    assertThat(Files.exists(site.state().resolve("keys.p12"))).isFalse();
    assertThat(site.agent().status().enrolled()).isFalse();
    assertThat(site.agent().status().nextSync()).isEmpty();
    assertThat(site.history("enrolled")).isEmpty();
    assertThat(site.lab().admin().devices()).isEmpty();
  }
}
