package io.reeve.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each envelope against a file. `-Dreeve.golden.update=true` rewrites the files; read the diff.
class EnvelopeTest {
  private static final Path GOLDEN = Path.of("src/test/resources/io/reeve/enroll/envelopes");
  private static final byte[] CSR = "not really a request".getBytes(StandardCharsets.UTF_8);

  private static String named(String name) {
    return switch (name) {
      case "discover" -> discover();
      case "get-policies-password" -> policies(Given.PASSWORD);
      case "get-policies-token" -> policies(Given.TOKEN);
      case "request-token-password" -> request(Given.PASSWORD);
      case "request-token-token" -> request(Given.TOKEN);
      case "renew" -> renew();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static String discover() {
    var body =
        Bodies.discover(
            "ann@example.org", Given.FACTS, List.of(AuthPolicy.ON_PREMISE, AuthPolicy.FEDERATED));
    return envelope(Uris.DISCOVER, "discovery", "", body);
  }

  private static String policies(EnrollmentRequest.Credential credential) {
    var security = SecurityHeader.of(credential, Uris.X509V3, Pki.NOW);
    return envelope(Uris.GET_POLICIES, "policy", security, Bodies.getPolicies());
  }

  private static String request(EnrollmentRequest.Credential credential) {
    var security = SecurityHeader.of(credential, Uris.USER_TOKEN, Pki.NOW);
    var further = new LinkedHashMap<String, String>();
    further.put("NotInOobe", "true");
    further.put("RequestVersion", "5.0");
    var body =
        Bodies.requestToken(
            Uris.ISSUE, Uris.PKCS10, CSR, EnrollmentType.FULL, Given.FACTS, further);
    return envelope(Uris.REQUEST_TOKEN, "enroll", security, body);
  }

  private static String renew() {
    var security = SecurityHeader.renewal("ann@example.org", Pki.NOW);
    var body =
        Bodies.requestToken(
            Uris.RENEW, Uris.PKCS7, CSR, EnrollmentType.DEVICE, Given.FACTS, Map.of());
    return envelope(Uris.REQUEST_TOKEN, "enroll", security, body);
  }

  private static String envelope(String action, String path, String security, String body) {
    var to = URI.create("https://mdm.example.org/" + path);
    return new Envelope(action, Given.ID, to, security, body).xml();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "discover",
        "get-policies-password",
        "get-policies-token",
        "request-token-password",
        "request-token-token",
        "renew"
      })
  void eachEnvelopeIsWrittenAsWindowsWritesIt(String name) throws IOException {
    // Tags on lines of their own, so that a diff can be read; what is sent is one line.
    var lines = named(name).replace("><", ">\n<") + "\n";
    var file = GOLDEN.resolve(name + ".xml");
    if (Boolean.getBoolean("reeve.golden.update")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, lines);
    }
    assertThat(lines).isEqualTo(Files.readString(file));
  }

  @Test
  void anEnvelopesTextNamesNoSecret() {
    var envelope =
        new Envelope(
            Uris.GET_POLICIES,
            Given.ID,
            URI.create("https://mdm.example.org/policy"),
            SecurityHeader.of(Given.PASSWORD, "", Pki.NOW),
            "");
    assertThat(envelope).hasToString("Envelope[" + Uris.GET_POLICIES + " to mdm.example.org]");
  }

  @Test
  void whatXmlCannotSayIsReplaced() {
    assertThat(Xml.escaped("a<b>&\"'\u0000\ud800\n\ud83d\ude00"))
        .isEqualTo("a&lt;b&gt;&amp;&quot;'\ufffd\ufffd&#10;\ud83d\ude00");
  }

  @Test
  void aSignInResultWithOddCharactersTravelsWhole() {
    var odd = new EnrollmentRequest.Credential.Token(Optional.empty(), "a+b&c=d/\u00e9", "x");
    assertThat(SecurityHeader.of(odd, "", Pki.NOW)).contains(">YStiJmM9ZC/DqQ==<");
  }
}
