package io.reeve.enroll;

import static io.reeve.enroll.Given.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.enroll.DmAccount.Auth;
import io.reeve.enroll.DmAccount.Poll;
import io.reeve.enroll.DmAccount.RenewalPlan;
import io.reeve.enroll.DmAccount.Retry;
import io.reeve.enroll.EnrollmentRequest.Credential;
import io.reeve.enroll.EnrollmentRequest.Target;
import io.reeve.enroll.EnrollmentResult.Enrolled;
import io.reeve.enroll.EnrollmentResult.Refused;
import io.reeve.enroll.Exchange.Answer;
import io.reeve.enroll.ServiceStub.Step;
import io.reeve.enroll.ServiceStub.Style;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EnrollerTest {
  @TempDir Path folder;

  private Path keys() {
    return folder.resolve("keys.p12");
  }

  private Enrolled enrolled(ServiceStub service, EnrollmentRequest request) throws Exception {
    var result = Given.enrol(service, keys(), request);
    assertThat(result).isInstanceOf(Enrolled.class);
    return (Enrolled) result;
  }

  private Refused refused(Exchange service, EnrollmentRequest request) throws Exception {
    var result = Given.enrol(service, keys(), request);
    assertThat(result).isInstanceOf(Refused.class);
    assertThat(folder).as("a refusal leaves no trace").isEmptyDirectory();
    return (Refused) result;
  }

  @ParameterizedTest
  @EnumSource
  void aPasswordEnrolsWithEitherStyleOfService(Style style) throws Exception {
    var service = new ServiceStub(style, Given.PKI);
    var done = enrolled(service, request(Given.PASSWORD));

    var account = done.account();
    assertThat(account.providerId()).isEqualTo("Example");
    assertThat(account.name()).isEqualTo("Example Service");
    assertThat(account.servers()).containsExactly(URI.create("https://mdm.example.org/omadm"));
    assertThat(account.deviceId()).isEqualTo(Given.FACTS.deviceId());
    assertThat(account.user()).contains("ann@example.org");
    assertThat(account.discovery()).isEqualTo(URI.create(Given.URL));
    assertThat(account.enrollmentVersion()).isEqualTo("4.0");
    assertThat(account.retry())
        .isEqualTo(new Retry(6, Duration.ofSeconds(30), Duration.ofSeconds(120)));
    assertThat(account.client())
        .contains(new Auth(Auth.Scheme.DIGEST, "dev1", Auth.CLIENT_SECRET, Auth.CLIENT_NONCE));
    assertThat(account.server())
        .contains(new Auth(Auth.Scheme.DIGEST, "", Auth.SERVER_SECRET, Auth.SERVER_NONCE));
    assertThat(account.poll()).isEqualTo(new Poll(15, 5, 0, 0, 0, 0, true, false));
    assertThat(account.renewal())
        .isEqualTo(new RenewalPlan(Duration.ofDays(42), Duration.ofDays(4), Optional.empty()));
    assertThat(account.entDmId()).contains("d-001");
    assertThat(account.application()).containsEntry("BACKCOMPATRETRYDISABLED", "");
    assertThat(account.trust()).isEqualTo(Trust.only(List.of(Given.PKI.root)));
    assertThat(DmAccount.fromMap(account.toMap())).isEqualTo(account);

    var kept = DeviceKeys.pkcs12(keys());
    assertThat(kept.identity().orElseThrow().chain()).isEqualTo(done.chain());
    assertThat(done.chain()).hasSize(2);
    assertThat(kept.secret(Auth.CLIENT_SECRET)).contains("device-secret");
    assertThat(kept.secret(Auth.CLIENT_NONCE)).contains("nonce");
    assertThat(kept.secret(Auth.SERVER_SECRET)).contains("service-secret");
    assertThat(done.where()).contains(keys().toString());
  }

  @ParameterizedTest
  @EnumSource
  void aTokenIsSentEvenWhereTheServiceSaysOnPremise(Style style) throws Exception {
    var service = new ServiceStub(style, Given.PKI);
    enrolled(service, request(Given.TOKEN));

    var token = ((Credential.Token) Given.TOKEN).value();
    var encoded = Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
    for (var step : List.of(Step.POLICIES, Step.TOKEN)) {
      assertThat(service.sent(step)).contains(">" + encoded + "<").doesNotContain("UsernameToken");
    }
  }

  @Test
  void aTokenIsSentToAFederatedServiceToo() throws Exception {
    var service = new ServiceStub(Style.STRICT, Given.PKI);
    service.discovery = xml -> xml.replace("OnPremise", "Federated");
    var jwt = "urn:ietf:params:oauth:token-type:jwt";
    enrolled(service, request(new Credential.Token(Optional.of("ann"), "a.b.c", jwt)));
    assertThat(service.sent(Step.TOKEN)).contains("ValueType=\"" + jwt + "\"").contains("YS5iLmM=");
  }

  @Test
  void aCertificateSignsPolicyAndTokenRequest() throws Exception {
    var service = new ServiceStub(Style.STRICT, Given.PKI);
    service.discovery = xml -> xml.replace("OnPremise", "Certificate");
    var identity = Given.PKI.identity("CN=ann");
    enrolled(service, request(new Credential.Certificate(Optional.of("ann"), identity)));

    for (var step : List.of(Step.POLICIES, Step.TOKEN)) {
      assertThat(SignedEnvelopes.verify(service.sent(step), identity.certificate())).isTrue();
    }
    assertThat(service.sent(Step.POLICIES)).contains(Uris.X509V3);
    assertThat(service.sent(Step.TOKEN)).contains(Uris.USER_TOKEN);
  }

  @Test
  void theRequestNamesDeviceOrUserAndCarriesTheDeviceId() throws Exception {
    var service = new ServiceStub(Style.STRICT, Given.PKI);
    enrolled(service, request(Given.PASSWORD));
    var device = new JcaPKCS10CertificationRequest(ServiceStub.request(service.sent(Step.TOKEN)));
    assertThat(device.getSubject()).hasToString("CN=" + Given.FACTS.deviceId());
    var extensions = device.getRequestedExtensions();
    assertThat(
            ExtendedKeyUsage.fromExtensions(extensions)
                .hasKeyPurposeId(KeyPurposeId.id_kp_clientAuth))
        .isTrue();
    assertThat(extensions.getExtension(Csr.DEVICE_ID).getExtnValue().getOctets())
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo(Given.FACTS.deviceId() + "\0");
    assertThat(extensions.getExtension(Extension.basicConstraints)).isNull();

    service.document =
        xml ->
            xml.replace(
                "type=\"My\"><characteristic type=\"System\"",
                "type=\"My\"><characteristic type=\"User\"");
    enrolled(service, request(new Target.Server(Given.URL), Given.PASSWORD, EnrollmentType.FULL));
    var user = new JcaPKCS10CertificationRequest(ServiceStub.request(service.sent(Step.TOKEN)));
    assertThat(user.getSubject()).hasToString("CN=ann@example.org");
  }

  @Test
  void aMailAddressLeadsToTheWellKnownName() throws Exception {
    var service = new ServiceStub(Style.STRICT, Given.PKI);
    var request = request(new Target.Mail("ann@example.org"), Given.TOKEN, EnrollmentType.DEVICE);
    var done = enrolled(service, request);
    assertThat(done.account().discovery())
        .hasToString("https://EnterpriseEnrollment.example.org/EnrollmentServer/Discovery.svc");
    assertThat(done.account().user()).contains("ann@example.org");
    assertThat(service.sent(Step.DISCOVER))
        .contains("<EmailAddress>ann@example.org</EmailAddress>");
  }

  @Test
  void withoutAnyUserTheMailAddressIsSentEmpty() throws Exception {
    var service = new ServiceStub(Style.STRICT, Given.PKI);
    enrolled(service, request(Given.TOKEN));
    assertThat(service.sent(Step.DISCOVER)).contains("<EmailAddress></EmailAddress>");
  }

  @Test
  void withoutAPolicyServiceThePolicyIsNotAskedFor() throws Exception {
    var service = new ServiceStub(Style.STRICT, Given.PKI);
    service.discovery =
        xml ->
            xml.replace(
                ">https://mdm.example.org/policy</EnrollmentPolicyServiceUrl>",
                " xsi:nil=\"true\"/>");
    enrolled(service, request(Given.PASSWORD));
    assertThat(service.calls).hasSize(3);
  }

  @Test
  void aRedirectOfTheProbeIsFollowedAndRemembered() throws Exception {
    var service = new ServiceStub(Style.STRICT, Given.PKI);
    service.instead.put(
        Step.PROBE,
        call ->
            call.uri().getHost().equals("mdm.example.org")
                ? new Answer(302, Map.of("Location", "https://other.example.org/d"), HttpBody.NONE)
                : new Answer(405, Map.of(), HttpBody.NONE));
    var done = enrolled(service, request(Given.TOKEN));
    assertThat(done.account().discovery()).hasToString("https://other.example.org/d");
    assertThat(done.notes()).anyMatch(note -> note.contains("other.example.org"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://plain.example.org/d, not https",
    "https://mdm.example.org/discovery, on and on",
    "'::', not https",
    "https://user@evil.example.org/, not https"
  })
  void aRedirectThatLeadsNowhereGoodIsRefused(String location, String why) throws Exception {
    var service = new ServiceStub(Style.STRICT, Given.PKI);
    service.instead.put(
        Step.PROBE, _ -> new Answer(302, Map.of("Location", location), HttpBody.NONE));
    assertThat(refused(service, request(Given.TOKEN)).sentence()).contains(why);
  }

  @Test
  void anUntrustedNameOfAMailDomainIsExplainedWithItsPlainRedirectAndNotFollowed() {
    var service = new ServiceStub(Style.STRICT, Given.PKI);
    service.instead.put(
        Step.PROBE,
        call -> {
          if (call.uri().getScheme().equals("http")) {
            return new Answer(302, Map.of("Location", "https://mdm.example.net/d"), HttpBody.NONE);
          }
          throw new UntrustedServerException(
              ExchangeException.Reason.NOT_TRUSTED, "no trust", "use --ca", new IOException());
        });
    var request = request(new Target.Mail("ann@example.org"), Given.TOKEN, EnrollmentType.DEVICE);
    assertThatThrownBy(() -> Given.enrol(service, keys(), request))
        .isInstanceOfSatisfying(
            UntrustedServerException.class,
            e -> assertThat(e.hint()).contains("https://mdm.example.net/d").contains("--server"));
    assertThat(service.calls).allMatch(call -> call.method().equals("GET"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aMailDomainWithoutTheNameIsExplained() {
    var service = new ServiceStub(Style.STRICT, Given.PKI);
    service.instead.put(
        Step.PROBE,
        call -> {
          throw new ExchangeException(
              ExchangeException.Reason.NAME_NOT_FOUND,
              call.uri().getHost() + " has no address",
              "",
              new IOException());
        });
    var request = request(new Target.Mail("ann@example.org"), Given.TOKEN, EnrollmentType.DEVICE);
    assertThatThrownBy(() -> Given.enrol(service, keys(), request))
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> {
              assertThat(e.hint()).contains("--server");
              assertThat(e).hasMessageContaining("EnterpriseEnrollment.example.org has no address");
            });
  }

  @ParameterizedTest
  @CsvSource({"nonsense", "@example.org", "a@b@example.org", "ann@example", "ann@.org"})
  void whatIsNoMailAddressIsRefused(String mail) throws Exception {
    var service = new ServiceStub(Style.STRICT, Given.PKI);
    var request = request(new Target.Mail(mail), Given.TOKEN, EnrollmentType.DEVICE);
    assertThat(refused(service, request).sentence()).contains("'" + mail + "' is no mail address");
    assertThat(service.calls).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "mdm.example.org, https://mdm.example.org/EnrollmentServer/Discovery.svc",
    "mdm.example.org:8443, https://mdm.example.org:8443/EnrollmentServer/Discovery.svc",
    "https://mdm.example.org/, https://mdm.example.org/EnrollmentServer/Discovery.svc",
    "https://mdm.example.org/api/mdm/x, https://mdm.example.org/api/mdm/x"
  })
  void aHostAloneGetsTheWellKnownPath(String typed, String used) throws Exception {
    var service = new ServiceStub(Style.STRICT, Given.PKI);
    var request = request(new Target.Server(typed), Given.TOKEN, EnrollmentType.DEVICE);
    assertThat(enrolled(service, request).account().discovery()).hasToString(used);
  }

  @ParameterizedTest
  @CsvSource({"http://mdm.example.org/d", "'a b'", "''"})
  void anAddressThatIsNotHttpsIsRefused(String typed) throws Exception {
    var service = new ServiceStub(Style.STRICT, Given.PKI);
    var request = request(new Target.Server(typed), Given.TOKEN, EnrollmentType.DEVICE);
    assertThat(refused(service, request).code()).isEqualTo("0x80180010");
  }

  @Test
  void aWebSignInIsExplainedWithThePageToOpen() throws Exception {
    var service = new ServiceStub(Style.STRICT, Given.PKI);
    service.discovery =
        xml ->
            xml.replace("OnPremise", "Federated")
                .replace(
                    "<EnrollmentVersion>",
                    "<AuthenticationServiceUrl>https://sts.example.org/a?x=1</AuthenticationServiceUrl><EnrollmentVersion>");
    var refused = refused(service, request(Given.PASSWORD));
    assertThat(refused.code()).isEqualTo("0x8018000F");
    assertThat(refused.sentence())
        .contains(
            "https://sts.example.org/a?x=1&appru=ms-app%3A%2F%2Fwindows.immersivecontrolpanel"
                + "&login_hint=ann%40example.org");
    assertThat(refused.hint()).contains("wresult").contains("--token-file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OnPremise | Certificate | 0x80180002 | --identity",
        "OnPremise | Nonsense | 0x80180005 | administrator",
        "https://mdm.example.org/enroll | http://mdm.example.org/enroll | 0x80180005 | administrator",
        "https://mdm.example.org/enroll | https://evil.example.org/enroll | 0x80180005 | administrator",
        "EnrollmentServiceUrl | Other | 0x80180005 | administrator",
        "DiscoverResult | Other | 0x80180005 | administrator"
      })
  void aDiscoveryAnswerThatCannotBeFollowedIsRefused(
      String from, String to, String code, String hint) throws Exception {
    var service = new ServiceStub(Style.STRICT, Given.PKI);
    service.discovery = xml -> xml.replace(from, to);
    var refused = refused(service, request(Given.PASSWORD));
    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused.hint()).contains(hint);
  }

  @Test
  void aCrashOfTheNetworkInTheMiddleLeavesNothing() {
    var service = new ServiceStub(Style.STRICT, Given.PKI);
    service.instead.put(
        Step.TOKEN,
        _ -> {
          throw new IOException("reset");
        });
    assertThatThrownBy(() -> Given.enrol(service, keys(), request(Given.PASSWORD)))
        .isInstanceOf(IOException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anEarlierIdentityStandsWhenANewEnrolmentIsRefused() throws Exception {
    var service = new ServiceStub(Style.STRICT, Given.PKI);
    enrolled(service, request(Given.PASSWORD));
    var before = Files.readAllBytes(keys());
    service.document = xml -> xml.replace("</wap", "<characteristic/></wap");
    assertThat(Given.enrol(service, keys(), request(Given.PASSWORD))).isInstanceOf(Refused.class);
    assertThat(keys()).hasBinaryContent(before);
  }

  @Test
  void secretsAppearInNoText() throws Exception {
    var service = new ServiceStub(Style.STRICT, Given.PKI);
    var done = enrolled(service, request(Given.PASSWORD));
    var texts =
        String.join(
            "\n",
            request(Given.PASSWORD).toString(),
            request(Given.TOKEN).toString(),
            done.toString(),
            done.account().toMap().toString(),
            service.calls.toString(),
            DeviceKeys.pkcs12(keys()).identity().orElseThrow().toString(),
            new KeyFile(keys()).read().toString());
    assertThat(texts)
        .doesNotContain("pass&word", "k3y", "device-secret", "service-secret", "private exponent");
    assertThat(new String(Files.readAllBytes(keys()), StandardCharsets.ISO_8859_1))
        .doesNotContain("device-secret");
  }

  @ParameterizedTest
  @EnumSource
  void aSecretThatTheServiceRepeatsIsTakenOut(Style style) throws Exception {
    var service = new ServiceStub(style, Given.PKI);
    service.instead.put(
        Step.TOKEN,
        _ ->
            service.fault(
                "s:Authentication", "", "bad password pass&amp;word&lt;1&gt;\u009b here"));
    assertThat(refused(service, request(Given.PASSWORD)).sentence())
        .contains("bad password [removed]")
        .doesNotContain("pass&word", "\u009b");
  }
}
