package io.reeve.enroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.enroll.DeviceKeys.KeySpec;
import io.reeve.enroll.DmAccount.RenewalPlan;
import io.reeve.enroll.Exchange.Answer;
import io.reeve.enroll.RenewalState.Status;
import io.reeve.enroll.ServiceStub.Step;
import io.reeve.enroll.ServiceStub.Style;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RenewalTest {
  /// Inside the renewal period of a certificate that began at [Pki#NOW].
  private static final Instant LATER = Pki.NOW.plus(Duration.ofDays(330));

  @TempDir Path folder;
  private DeviceKeys keys;
  private DmAccount account;
  private X509Certificate old;

  @BeforeEach
  void enrolled() throws Exception {
    keys = DeviceKeys.pkcs12(folder.resolve("keys.p12"));
    try (var candidate = keys.generate(new KeySpec("EC", 256))) {
      old = Given.PKI.client("CN=old", candidate.publicKey());
      var provisioning =
          Provisioning.read(
              Issue.document(Given.PKI, old).getBytes(StandardCharsets.UTF_8),
              candidate.publicKey(),
              Given.request(Given.PASSWORD),
              new Discovery.Found(
                  URI.create(Given.URL),
                  AuthPolicy.ON_PREMISE,
                  Optional.empty(),
                  URI.create("https://mdm.example.org/enroll"),
                  Optional.empty(),
                  "4.0"),
              Pki.NOW);
      candidate.install(provisioning.chain(), provisioning.secrets());
      account = provisioning.account();
    }
  }

  private ServiceStub service(Style style) {
    var service = new ServiceStub(style, Given.PKI);
    service.documents =
        issue ->
            Issue.document(Given.PKI, Given.PKI.client("CN=new", issue.key(), LATER))
                .replaceAll(
                    "(?s)<characteristic type=\"(Root|CA)\">.*?</characteristic></characteristic></characteristic>",
                    "")
                .replaceAll("(?s)<characteristic type=\"APPLICATION\">.*(?=</wap)", "");
    return service;
  }

  private Renewal.Outcome renew(Exchange exchange, RenewalState state) throws KeyHomeException {
    var clock = Clock.fixed(LATER, ZoneOffset.UTC);
    return new Renewal(exchange, keys, clock, () -> Given.ID).renew(account, Given.FACTS, state);
  }

  private X509Certificate certificate() throws KeyHomeException {
    return keys.identity().orElseThrow().certificate();
  }

  @ParameterizedTest
  @EnumSource
  void aNewKeyAndCertificateTakeThePlaceOfTheOldAndSecretsStay(Style style) throws Exception {
    keys.keep(Map.of("session.nonce", "fresh"));
    var service = service(style);
    var outcome = renew(service, RenewalState.INITIAL);

    assertThat(outcome.renewed()).isTrue();
    assertThat(outcome.state().status()).isEqualTo(Status.SUCCEEDED);
    assertThat(outcome.state().renewedAt()).contains(LATER);
    assertThat(RenewalState.fromMap(outcome.state().toMap())).isEqualTo(outcome.state());
    assertThat(certificate().getSubjectX500Principal().getName()).isEqualTo("CN=new");
    assertThat(certificate().getPublicKey()).isNotEqualTo(old.getPublicKey());
    assertThat(keys.identity().orElseThrow().chain()).hasSize(2);
    assertThat(keys.secret("session.nonce")).contains("fresh");
    assertThat(keys.secret(DmAccount.Auth.CLIENT_SECRET)).contains("device-secret");
    assertThat(service.calls)
        .extracting(call -> call.uri().toString())
        .containsExactly(Given.URL, "https://mdm.example.org/enroll");
  }

  @Test
  void theRequestIsSignedWithTheOldKeyAndCarriesTheOldCertificate() throws Exception {
    var service = service(Style.STRICT);
    renew(service, RenewalState.INITIAL);
    var body = service.sent(Step.TOKEN);
    assertThat(body)
        .contains(Uris.RENEW)
        .contains("ValueType=\"" + Uris.PKCS7 + "\"")
        .contains("<wsse:Username>ann@example.org</wsse:Username>")
        .contains("<u:Created>2027-10-16T12:00:00Z</u:Created>")
        .contains("Name=\"EmmDeviceId\"><ac:Value>d-001<")
        .doesNotContain("NotInOobe");
    var blob =
        new CMSSignedData(Issue.base64(body.replaceAll("(?s).*base64binary\">([^<]*)<.*", "$1")));
    assertThat(blob.verifySignatures(_ -> new JcaSimpleSignerInfoVerifierBuilder().build(old)))
        .isTrue();
    assertThat(blob.getCertificates().getMatches(null))
        .extracting(X509CertificateHolder::getEncoded)
        .containsExactly(old.getEncoded());
  }

  @Test
  void theDeviceIdOfTheServiceIsSignedWithTheOldKey() throws Exception {
    var signed = renew(service(Style.STRICT), RenewalState.INITIAL).state().signedEntDmId();
    var signature = Signature.getInstance("SHA256withECDSA");
    signature.initVerify(old);
    signature.update("d-001".getBytes(StandardCharsets.UTF_8));
    assertThat(signature.verify(Base64.getDecoder().decode(signed.orElseThrow()))).isTrue();
  }

  @Test
  void aServiceWithARenewalAddressIsAskedThere() throws Exception {
    var server = URI.create("https://renew.example.org/r");
    account =
        account.with(
            account.trust(),
            new RenewalPlan(Duration.ofDays(42), Duration.ofDays(4), Optional.of(server)));
    var service = service(Style.STRICT);
    assertThat(renew(service, RenewalState.INITIAL).renewed()).isTrue();
    assertThat(service.calls).extracting(Exchange.Call::uri).containsExactly(server);
  }

  @ParameterizedTest
  @EnumSource
  void aServiceWithoutRenewalIsNotAskedAgainAndAgain(Style style) throws Exception {
    var service = service(style);
    service.instead.put(Step.TOKEN, _ -> service.fault("s:messageformat", "", "not a CSR"));
    var state = RenewalState.INITIAL;
    var now = LATER;
    for (var days : List.of(4, 8, 16, 30, 30)) {
      var outcome = renew(service, state);
      state = outcome.state();
      assertThat(outcome.renewed()).isFalse();
      assertThat(state.status()).isEqualTo(Status.FAILED);
      assertThat(Hresult.text(state.errorCode())).isEqualTo("0x80180001");
      assertThat(state.nextTry()).contains(now.plus(Duration.ofDays(days)));
    }
    assertThat(certificate()).isEqualTo(old);
    assertThat(Renewal.sentence(account, old, state, now))
        .contains("the service refused it")
        .contains("not a CSR")
        .contains("0x80180001")
        .contains("2027-11-15 12:00 UTC");
  }

  @ParameterizedTest
  @CsvSource({"NotEligibleToRenew, 0x80180016, P8D", "InMaintenance, 0x80180017, P4D"})
  void aRefusalIsRememberedWithItsCode(String error, String code, Duration pause) throws Exception {
    var service = service(Style.STRICT);
    service.instead.put(Step.TOKEN, _ -> service.fault("s:Authorization", error, "x"));
    var once = renew(service, RenewalState.INITIAL).state();
    var state = renew(service, once).state();
    assertThat(Hresult.text(state.errorCode())).isEqualTo(code);
    assertThat(state.failures()).isEqualTo(2);
    assertThat(state.nextTry()).contains(LATER.plus(pause));
    assertThat(RenewalState.fromMap(state.toMap())).isEqualTo(state);
  }

  @Test
  void anUnreachableServiceIsTriedAgainSoon() throws Exception {
    Exchange dead =
        _ -> {
          throw new IOException("mdm.example.org: no route");
        };
    var state = renew(dead, RenewalState.INITIAL).state();
    assertThat(Hresult.text(state.errorCode())).isEqualTo("0x80180010");
    assertThat(state.nextTry()).contains(LATER.plus(Duration.ofHours(1)));
    assertThat(state.text()).contains("mdm.example.org: no route");
    assertThat(certificate()).isEqualTo(old);
  }

  @Test
  void aRedirectIsRefused() throws Exception {
    var service = service(Style.STRICT);
    service.instead.put(
        Step.DISCOVER,
        _ -> new Answer(302, Map.of("Location", "https://evil.example.org/"), HttpBody.NONE));
    var state = renew(service, RenewalState.INITIAL).state();
    assertThat(Hresult.text(state.errorCode())).isEqualTo("0x8019012E");
    assertThat(service.calls).hasSize(1);
  }

  @Test
  void aCertificateThatDoesNotFitLeavesTheOldOne() throws Exception {
    var service = service(Style.STRICT);
    service.documents =
        _ -> Issue.document(Given.PKI, Given.PKI.client("CN=x", Pki.pair().getPublic(), LATER));
    assertThat(renew(service, RenewalState.INITIAL).state().text()).contains("not for the key");
    service.documents =
        issue -> {
          var stranger = new Pki();
          return Issue.document(stranger, stranger.client("CN=x", issue.key(), LATER))
              .replaceAll(
                  "(?s)<characteristic type=\"(Root|CA)\">.*?</characteristic></characteristic></characteristic>",
                  "");
        };
    assertThat(renew(service, RenewalState.INITIAL).state().text()).contains("issued by");
    service.documents =
        issue ->
            Issue.document(
                Given.PKI,
                Given.PKI.client("CN=x", issue.key(), Pki.NOW.minus(Duration.ofDays(400))));
    assertThat(renew(service, RenewalState.INITIAL).state().text()).contains("already ended");
    assertThat(certificate()).isEqualTo(old);
    assertThat(folder.toFile().list()).containsExactly("keys.p12");
  }

  @Test
  void withoutAnIdentityThereIsNothingToRenew() throws Exception {
    keys.forget();
    assertThatThrownBy(() -> renew(service(Style.STRICT), RenewalState.INITIAL))
        .isInstanceOf(KeyHomeException.class);
  }

  @Test
  void theFirstTryIsDueAtTheBeginningOfTheRenewalPeriod() {
    var end = old.getNotAfter().toInstant();
    var begin = end.minus(Duration.ofDays(42));
    assertThat(Renewal.due(account, old, RenewalState.INITIAL, Pki.NOW)).contains(begin);
    assertThat(Renewal.due(account, old, RenewalState.INITIAL, LATER)).contains(begin);
    assertThat(Renewal.due(account, old, RenewalState.INITIAL, end)).isEmpty();
    assertThat(Renewal.sentence(account, old, RenewalState.INITIAL, Pki.NOW))
        .isEqualTo(
            "renewal is due on " + begin.toString().substring(0, 16).replace('T', ' ') + " UTC");
    assertThat(Renewal.sentence(account, old, RenewalState.INITIAL, LATER))
        .isEqualTo("renewal is due now");
    assertThat(Renewal.sentence(account, old, RenewalState.INITIAL, end))
        .contains("not renewed by itself any more");
  }

  @Test
  void aTryThatWouldComeAfterTheEndIsNotMade() throws Exception {
    var service = service(Style.STRICT);
    service.instead.put(Step.TOKEN, _ -> service.fault("s:Authorization", "", "x"));
    var state = RenewalState.INITIAL;
    for (int i = 0; i < 4; i++) {
      state = renew(service, state).state();
    }
    var shortly = old.getNotAfter().toInstant().minus(Duration.ofDays(1));
    assertThat(Renewal.due(account, old, state, shortly))
        .isEqualTo(state.nextTry().filter(old.getNotAfter().toInstant()::isAfter));
  }
}
