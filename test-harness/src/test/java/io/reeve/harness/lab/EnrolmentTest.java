package io.reeve.harness.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.approval.Keys;
import io.reeve.core.approval.SignedScript;
import io.reeve.enroll.DmAccount;
import io.reeve.enroll.EnrollmentRequest.Credential;
import io.reeve.enroll.EnrollmentResult.Enrolled;
import io.reeve.enroll.EnrollmentResult.Refused;
import io.reeve.enroll.EnrollmentType;
import io.reeve.enroll.HttpBody;
import io.reeve.enroll.Identity;
import io.reeve.enroll.Renewal;
import io.reeve.enroll.RenewalState;
import io.reeve.harness.MovingClock;
import io.reeve.harness.lab.LabDialect.Fault;
import io.reeve.harness.lab.LabDialect.Step;
import io.reeve.harness.lab.LabViews.DeviceState;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Profile;
import io.reeve.harness.lab.LabViews.Verb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Enrolment over real TLS through the agent's own client.
final class EnrolmentTest {
  private static final String USER = "ann@example.org";
  private static final String PASSWORD = "correct horse";

  @TempDir Path folder;

  private LabConfig config() {
    return LabConfig.at(folder.resolve("lab"));
  }

  private LabClient client(Lab lab) {
    return new LabClient(lab, folder, Clock.systemUTC());
  }

  @Test
  void aPasswordEnrols() throws Exception {
    try (var lab = Lab.start(config())) {
      var account = client(lab).enrolled();

      assertThat(account.servers()).containsExactly(lab.uri().resolve(ManagementService.PATH));
      assertThat(account.client()).isEmpty();
      var device = lab.admin().device(LabClient.ID).orElseThrow();
      assertThat(device.state()).isEqualTo(DeviceState.ENROLLED);
      assertThat(device.user()).isEqualTo(USER);
      assertThat(device.name()).isEqualTo("laptop-1");
      assertThat(lab.admin().events(0, Optional.of(LabClient.ID), Duration.ZERO))
          .extracting(LabViews.Event::kind)
          .containsExactly("device.enrolled");
    }
  }

  @Test
  void theLabSignsTheScriptsItSendsWithTheKeyThatDevicesGet() throws Exception {
    var script = "./Device/Vendor/Reeve/Scripts/hello";
    try (var lab = Lab.start(config())) {
      var account = client(lab).enrolled();
      var given = Objects.requireNonNull(account.dmClient().get("ScriptKey"));
      var id =
          lab.admin()
              .queue(LabClient.ID, Verb.EXEC, Item.of(script, "chr", "{\"Script\": \"id\"}"));
      var sent = Json.parse(lab.admin().command(id).orElseThrow().item().value());
      var signed = new SignedScript("script:hello", Map.of("Detect", "id"));
      assertThat(signed.isBy(List.of(Keys.publicKey(given)), sent.path("Signature").asText()))
          .isTrue();
      var remediation = "./Device/Vendor/Reeve/Remediations/disk/";
      lab.admin()
          .putProfile(
              new Profile("p", false, List.of(Item.of(remediation + "Detect", "chr", "exit 0"))));
      var items = lab.admin().profile("p").orElseThrow().items();
      assertThat(items).hasSize(2);
      assertThat(
              new SignedScript("disk", Map.of("Detect", "exit 0"))
                  .isBy(List.of(Keys.publicKey(given)), items.getLast().value()))
          .isTrue();
    }
    try (var lab = Lab.start(config().withScriptKeys(List.of("MCow")))) {
      var item = Item.of(script, "chr", "{\"Script\": \"id\"}");
      var id = lab.admin().queue(LabClient.ID, Verb.EXEC, item);
      assertThat(lab.admin().command(id).orElseThrow().item())
          .as("the keys of others, and nothing signed")
          .isEqualTo(item);
    }
  }

  @Test
  void aDeviceEnrolmentKeepsItsCertificateInTheSystemStore() throws Exception {
    try (var lab = Lab.start(config())) {
      lab.admin().putUser(USER, PASSWORD.toCharArray());
      var result =
          client(lab).enroll(new Credential.Password(USER, PASSWORD), EnrollmentType.DEVICE);
      assertThat(result).isInstanceOf(Enrolled.class);
      assertThat(((Enrolled) result).account().certificateSearch())
          .hasValueSatisfying(text -> assertThat(text).contains("My%5CSystem"));
    }
  }

  @Test
  void aWrongPasswordIsRefusedAndLeavesNothing() throws Exception {
    try (var lab = Lab.start(config())) {
      lab.admin().putUser(USER, PASSWORD.toCharArray());
      var client = client(lab);
      for (var user : List.of(USER, "nobody@example.org")) {
        assertThat(client.enroll(new Credential.Password(user, "wrong horse")))
            .isInstanceOfSatisfying(
                Refused.class, refused -> assertThat(refused.code()).isEqualTo("0x80180002"));
      }
      assertThat(lab.admin().devices()).isEmpty();
      assertThat(client.keys.identity()).isEmpty();
    }
  }

  @Test
  void aTokenEnrolsOnce() throws Exception {
    try (var lab = Lab.start(config())) {
      var token = lab.admin().newToken(USER, Duration.ofMinutes(5), 1);
      var credential =
          new Credential.Token(Optional.empty(), token.secret(), Credential.Token.USER_TOKEN);

      assertThat(client(lab).enroll(credential)).isInstanceOf(Enrolled.class);
      assertThat(lab.admin().device(LabClient.ID).orElseThrow().user()).isEqualTo(USER);
      assertThat(client(lab).enroll(credential)).isInstanceOf(Refused.class);
      assertThat(lab.admin().tokens().getFirst().usesLeft()).isZero();
    }
  }

  @Test
  void aTokenOfAConfiguredTypeEnrols() throws Exception {
    try (var lab = Lab.start(config().withTokenType("urn:example:token"))) {
      var token = lab.admin().newToken(USER, Duration.ofMinutes(5), 2);
      assertThat(
              client(lab)
                  .enroll(
                      new Credential.Token(Optional.empty(), token.secret(), "urn:example:token")))
          .isInstanceOf(Enrolled.class);
      assertThat(
              client(lab)
                  .enroll(
                      new Credential.Token(Optional.empty(), token.secret(), "urn:example:other")))
          .isInstanceOf(Refused.class);
    }
  }

  @Test
  void anExpiredTokenIsRefused() throws Exception {
    var clock = new MovingClock();
    try (var lab = Lab.start(config().withClock(clock))) {
      var token = lab.admin().newToken(USER, Duration.ofMinutes(5), 1);
      clock.forward(Duration.ofMinutes(6));
      assertThat(
              client(lab)
                  .enroll(
                      new Credential.Token(
                          Optional.empty(), token.secret(), Credential.Token.USER_TOKEN)))
          .isInstanceOf(Refused.class);
    }
  }

  /// A user's certificate of an authority made for the test: a lab's own will do.
  private Identity user(Path authority) throws Exception {
    var made = CertificateAuthority.open(Files.createDirectory(authority), Clock.systemUTC());
    var pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    var certificate = made.device("ann", pair.getPublic(), Duration.ofDays(1));
    return new Identity(pair.getPrivate(), List.of(certificate));
  }

  @Test
  void aUserCertificateEnrols() throws Exception {
    var user = user(folder.resolve("users"));
    try (var lab = Lab.start(config().withUserCa(folder.resolve("users").resolve("ca.pem")))) {
      assertThat(client(lab).enroll(new Credential.Certificate(Optional.empty(), user)))
          .isInstanceOf(Enrolled.class);
      assertThat(lab.admin().device(LabClient.ID).orElseThrow().user()).isEqualTo("ann");
    }
  }

  @Test
  void aUserCertificateOfAnotherAuthorityIsRefused() throws Exception {
    user(folder.resolve("users"));
    var stranger = user(folder.resolve("strangers"));
    try (var lab = Lab.start(config().withUserCa(folder.resolve("users").resolve("ca.pem")))) {
      assertThat(client(lab).enroll(new Credential.Certificate(Optional.empty(), stranger)))
          .isInstanceOf(Refused.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DISCOVER, EnrollmentServer, InMaintenance, 0x80180017",
    "POLICIES, Authorization, '', 0x80180003",
    "ENROLL, EnrollmentServer, DeviceCapReached, 0x80180013",
    "ENROLL, CertificateRequest, '', 0x80180004",
    "ENROLL, InvalidSecurity, '', 0x80180007"
  })
  void aFaultOfAnyStepReachesTheClient(Step step, String subcode, String type, String code)
      throws Exception {
    try (var lab = Lab.start(config())) {
      lab.admin().putUser(USER, PASSWORD.toCharArray());
      for (var dialect : List.of(LabDialect.STANDARD)) {
        lab.dialect(dialect.failing(step, new Fault(subcode, type, "because of the test")));
        assertThat(client(lab).enroll(new Credential.Password(USER, PASSWORD)))
            .isInstanceOfSatisfying(
                Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
      }
      assertThat(lab.admin().devices()).isEmpty();
    }
  }

  @Test
  void theSloppyDialectEnrolsWithATokenOnly() throws Exception {
    try (var lab = Lab.start(config().withDialect(LabDialect.STANDARD.asSloppy()))) {
      lab.admin().putUser(USER, PASSWORD.toCharArray());
      assertThat(client(lab).enroll(new Credential.Password(USER, PASSWORD)))
          .isInstanceOf(Refused.class);
      var token = lab.admin().newToken(USER, Duration.ofMinutes(5), 1);
      assertThat(
              client(lab)
                  .enroll(
                      new Credential.Token(
                          Optional.empty(), token.secret(), Credential.Token.USER_TOKEN)))
          .isInstanceOf(Enrolled.class);
    }
  }

  @Test
  void nobodyTakesOverTheDeviceOfAnotherUser() throws Exception {
    try (var lab = Lab.start(config())) {
      client(lab).enrolled();
      lab.admin().putUser("bob", PASSWORD.toCharArray());
      assertThat(client(lab).enroll(new Credential.Password("bob", PASSWORD)))
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.code()).isEqualTo("0x80180003"));
      lab.admin().revoke(LabClient.ID);
      assertThat(client(lab).enroll(new Credential.Password("bob", PASSWORD)))
          .isInstanceOf(Enrolled.class);
    }
  }

  private Renewal.Outcome renew(LabClient client, DmAccount account) throws Exception {
    return new Renewal(LabClient.EXCHANGE, client.keys, client.clock)
        .renew(account, LabClient.facts(), RenewalState.INITIAL);
  }

  @Test
  void aCertificateIsRenewedInItsPeriodAndTheOldOneEndsWithTheFirstUseOfTheNew() throws Exception {
    try (var lab = Lab.start(config().withCertificates(Duration.ofDays(30), 40))) {
      var client = client(lab);
      var account = client.enrolled();
      var old = client.withIdentity();
      var before = client.keys.identity().orElseThrow().certificate();

      assertThat(renew(client, account).renewed()).isTrue();

      assertThat(client.keys.identity().orElseThrow().certificate()).isNotEqualTo(before);
      assertThat(status(client, old)).isEqualTo(200);
      assertThat(status(client, client.withIdentity())).isEqualTo(200);
      assertThat(status(client, old)).isEqualTo(403);
    }
  }

  private static int status(LabClient client, SSLContext tls) throws Exception {
    var body = LabClient.message("1", 1, LabClient.HELLO);
    return client
        .send(tls, "POST", ManagementService.PATH, Map.of(), LabClient.body("text/xml", body))
        .status();
  }

  @Test
  void aCertificateIsNotRenewedBeforeItsPeriod() throws Exception {
    try (var lab = Lab.start(config())) {
      var client = client(lab);
      var account = client.enrolled();
      var outcome = renew(client, account);
      assertThat(outcome.renewed()).isFalse();
      assertThat(outcome.state().errorCode()).isEqualTo(0x80180016);
    }
  }

  @Test
  void aRefusedRenewalLeavesTheOldCertificateInUse() throws Exception {
    try (var lab = Lab.start(config().withCertificates(Duration.ofDays(30), 40))) {
      var client = client(lab);
      var account = client.enrolled();
      lab.dialect(
          lab.dialect()
              .failing(Step.RENEW, new Fault("EnrollmentServer", "InMaintenance", "later")));
      assertThat(renew(client, account).renewed()).isFalse();
      assertThat(status(client, client.withIdentity())).isEqualTo(200);
    }
  }

  @Test
  void theProbeAnswersAnEmptyPage() throws Exception {
    try (var lab = Lab.start(config())) {
      var client = client(lab);
      var answer =
          client.send(
              client.anonymous(), "GET", EnrolmentService.DISCOVERY, Map.of(), HttpBody.NONE);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).contains("text/html");
      assertThat(answer.body().length()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<a/>|exactly one Discover",
        "no xml|not a SOAP message",
        "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>|not a SOAP message"
      })
  void whatIsNoRequestIsRefusedAsOne(String text, String reason) throws Exception {
    try (var lab = Lab.start(config())) {
      var answer = client(lab).soap(EnrolmentService.DISCOVERY, text);
      assertThat(answer.status()).isEqualTo(500);
      assertThat(LabClient.text(answer)).contains("s:MessageFormat").contains(reason);
      lab.dialect(LabDialect.STANDARD.asSloppy());
      var sloppy = client(lab).soap(EnrolmentService.DISCOVERY, text);
      assertThat(sloppy.status()).isEqualTo(200);
      assertThat(LabClient.text(sloppy)).contains("<s:fault>").contains("s:messageformat");
    }
  }

  @Test
  void theSignInPageGivesATokenThatEnrols() throws Exception {
    try (var lab = Lab.start(config())) {
      lab.admin().putUser(USER, PASSWORD.toCharArray());
      var client = client(lab);
      var page =
          client.send(
              client.anonymous(),
              "POST",
              SignInPage.PATH,
              Map.of(),
              LabClient.body(
                  "application/x-www-form-urlencoded",
                  "user=ann%40example.org&password=correct+horse&appru=ms-app%3A%2F%2Freeve"));
      var found =
          Pattern.compile("name=\"wresult\" value=\"([^\"]+)\"").matcher(LabClient.text(page));
      assertThat(found.find()).isTrue();
      assertThat(
              client.enroll(
                  new Credential.Token(
                      Optional.of(USER), found.group(1), Credential.Token.USER_TOKEN)))
          .isInstanceOf(Enrolled.class);
    }
  }

  @Test
  void theSignInPageHandsNoTokenToASite() throws Exception {
    try (var lab = Lab.start(config())) {
      var client = client(lab);
      var page =
          client.send(
              client.anonymous(),
              "GET",
              SignInPage.PATH + "?appru=https%3A%2F%2Fevil.example%2F%22%3E%3Cscript%3E",
              Map.of(),
              HttpBody.NONE);
      assertThat(page.status()).isEqualTo(400);
      assertThat(LabClient.text(page)).doesNotContain("<script>").doesNotContain("<form");
    }
  }
}
