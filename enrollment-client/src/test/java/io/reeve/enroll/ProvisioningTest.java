package io.reeve.enroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.enroll.DmAccount.Poll;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvisioningTest {
  private static final KeyPair KEY = Pki.pair();
  private static final Pki PKI = Given.PKI;
  private static final X509Certificate CLIENT = PKI.client("CN=device-1", KEY.getPublic());
  private static final String GOOD = Issue.document(PKI, CLIENT);
  private static final String ROOT_STORE =
      "<characteristic type=\"Root\"><characteristic type=\"System\">";
  private static final String MY_STORE =
      "<characteristic type=\"My\"><characteristic type=\"System\">";
  private static final Discovery.Found FOUND =
      new Discovery.Found(
          URI.create(Given.URL),
          AuthPolicy.ON_PREMISE,
          Optional.empty(),
          URI.create("https://mdm.example.org/enroll"),
          Optional.empty(),
          "4.0");

  private static Provisioning read(String document) throws RefusedException {
    return Provisioning.read(
        document.getBytes(StandardCharsets.UTF_8),
        KEY.getPublic(),
        Given.request(Given.PASSWORD),
        FOUND,
        Pki.NOW);
  }

  private static String with(String from, String to) {
    assertThat(GOOD).contains(from);
    return GOOD.replace(from, to);
  }

  private static void refused(String document, String why) {
    assertThatThrownBy(() -> read(document))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("the provisioning document cannot be used")
        .hasMessageContaining(why);
  }

  @Test
  void theReferenceDocumentIsAccepted() throws Exception {
    assertThat(read(GOOD).notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wap-provisioningdoc | wap-doc | its root is 'wap-doc'",
        "version=\"1.1\" | version=\"1.0\" | its version is '1.0'",
        "version=\"1.1\" | a=\"b\" | its version is ''",
        "<wap-provisioningdoc | <!DOCTYPE x><wap-provisioningdoc | not well-formed",
        "value=\"w7\" | value=\"w5\" | it has 0 applications w7",
        "\"APPID\" value=\"w7\"/> | \"APPID\" value=\"w7\"/><parm name=\"INIT\"/> | INIT",
        "https://mdm.example.org/omadm | http://mdm.example.org/omadm | no https address",
        "\"ADDR\" value=\"https://mdm.example.org/omadm\" | \"X\" value=\"y\" | no management address",
        "\"Provider\"><characteristic type=\"Example\" | \"Provider\"><characteristic type=\"Other\" | DMClient is for [Other]",
        "\"RenewPeriod\" value=\"42\" | \"RenewPeriod\" value=\"0\" | not 1 to 1000 days",
        "\"RenewPeriod\" value=\"42\" | \"RenewPeriod\" value=\"1001\" | not 1 to 1000 days",
        "\"RenewPeriod\" value=\"42\" | \"RenewPeriod\" value=\"x\" | is no integer: 'x'",
        "\"RenewPeriod\" value=\"42\" | \"RenewPeriod\" value=\"3\" | RetryInterval of 4 days is over",
        "value=\"true\" datatype=\"boolean\" | value=\"yes\" datatype=\"boolean\" | is no boolean: 'yes'",
        "datatype=\"boolean\" | datatype=\"float\" | unknown datatype 'float'",
        "\"NumberOfFirstRetries\" value=\"5\" | \"NumberOfFirstRetries\" value=\"-5\" | is no number: '-5'",
        "\"CONNRETRYFREQ\" value=\"6\" | \"CONNRETRYFREQ\" value=\"6x\" | is no number: '6x'",
        "\"AAUTHLEVEL\" value=\"CLIENT\" | \"AAUTHLEVEL\" value=\"OTHER\" | unknown AAUTHLEVEL 'OTHER'",
        "\"AAUTHLEVEL\" value=\"CLIENT\" | \"AAUTHLEVEL\" value=\"APPSRV\" | more than one APPAUTH",
        "\"AAUTHTYPE\" value=\"DIGEST\" | \"AAUTHTYPE\" value=\"HMAC\" | unknown AAUTHTYPE 'HMAC'",
        "\"AAUTHTYPE\" value=\"DIGEST\" | \"AAUTHTYPE\" value=\"BASIC\" | level CLIENT is BASIC",
        "\"AAUTHSECRET\" value=\"device-secret\" | \"X\" value=\"y\" | has no AAUTHSECRET",
        "vnd.syncml.dm+xml | x-unknown | DEFAULTENCODING is unknown",
        "\"NAME\" value=\"Example Service\" | \"PROTOVER\" value=\"2.0\" | PROTOVER is unknown",
        "<parm name=\"APPID\" | <thing/><parm name=\"APPID\" | an element 'thing'",
        "<parm name=\"APPID\" | <parm value=\"x\"/><parm name=\"APPID\" | a parm has no name",
        "characteristic type=\"DMClient\" | characteristic | has no type"
      })
  void eachCheckOfTheGrammarRefuses(String from, String to, String why) {
    refused(with(from, to), why);
  }

  @Test
  void aPollTableThatNeverPollsIsRefused() {
    refused(
        with("value=\"5\"", "value=\"0\"").replace("value=\"15\"", "value=\"0\""), "never polls");
  }

  @Test
  void twoApplicationsAreRefused() {
    int begin = GOOD.indexOf("<characteristic type=\"APPLICATION\">");
    int end = GOOD.indexOf("<characteristic type=\"DMClient\">");
    var application = GOOD.substring(begin, end);
    refused(GOOD.substring(0, end) + application + GOOD.substring(end), "it has 2 applications w7");
  }

  @Test
  void certificatesAreRecomputedAndLimited() {
    var name = Certificates.thumbprint(CLIENT);
    refused(with(name, "0".repeat(40)), "has the SHA-1 name " + name);
    var other = new Pki();
    refused(with(ROOT_STORE, ROOT_STORE + Issue.entry(other.root)), "more than one root");
    refused(with(MY_STORE, MY_STORE + Issue.entry(other.issuing)), "more than one intermediate");
    refused(
        with(MY_STORE, MY_STORE + Issue.entry(PKI.client("CN=x", KEY.getPublic()))),
        "2 certificates for this machine");
    refused(with(Issue.entry(CLIENT), ""), "no certificate for this machine");
    refused(
        with(Certificates.base64(CLIENT), "AAAA"),
        "the certificate under " + name + " cannot be read");
    refused(
        with(Certificates.base64(CLIENT), "***"),
        "the certificate under " + name + " cannot be read");
  }

  @Test
  void aCertificateForAnotherKeyIsRefused() {
    refused(Issue.document(PKI, PKI.client("CN=x", Pki.pair().getPublic())), "not for the key");
  }

  @Test
  void aCertificateOfAnotherIssuerIsRefused() {
    var forged =
        Pki.issue(
            "CN=device-1",
            KEY.getPublic(),
            "CN=Test Issuing",
            Pki.pair(),
            Pki.Kind.CLIENT,
            Pki.NOW);
    refused(Issue.document(PKI, forged), "which is not among the issuers");
  }

  @Test
  void aChainThatMissesItsRootIsRefused() {
    var other = new Pki();
    refused(with(Issue.entry(PKI.root), Issue.entry(other.root)), "does not end in the root");
  }

  @Test
  void aCertificateForTheOtherStoreIsRefused() {
    refused(
        with(MY_STORE, MY_STORE.replace("System", "User")),
        "the enrolment is Device but the certificate is for My/User");
  }

  @Test
  void thePrivateKeyContainerMayBeInsideOrMissing() throws Exception {
    var beside = "<characteristic type=\"PrivateKeyContainer\"/>";
    var inside =
        with(beside, "")
            .replace(
                Issue.entry(CLIENT),
                Issue.entry(CLIENT).replaceAll("</characteristic>$", beside + "</characteristic>"));
    assertThat(read(inside).notes()).isEmpty();
    assertThat(read(with(beside, "")).notes()).anyMatch(it -> it.contains("PrivateKeyContainer"));
  }

  @Test
  void anIntermediateMayStandAmongTheClientsCertificates() throws Exception {
    var moved =
        with(Issue.entry(PKI.issuing), "").replace(MY_STORE, MY_STORE + Issue.entry(PKI.issuing));
    assertThat(read(moved).chain()).containsExactly(CLIENT, PKI.issuing);
  }

  @Test
  void unknownPartsAreIgnoredAndNoted() throws Exception {
    var document =
        with(
            "<characteristic type=\"APPLICATION\">",
            "<characteristic type=\"Policy\"><parm name=\"x\" value=\"y\"/></characteristic>"
                + "<characteristic type=\"APPLICATION\">");
    assertThat(read(document).notes()).anyMatch(it -> it.contains("Policy is unknown"));
  }

  @Test
  void anotherApplicationBesideIsIgnored() throws Exception {
    var document =
        with(
            "<characteristic type=\"DMClient\">",
            "<characteristic type=\"APPLICATION\"><parm name=\"APPID\" value=\"w5\"/>"
                + "</characteristic><characteristic type=\"DMClient\">");
    assertThat(read(document).account().providerId()).isEqualTo("Example");
  }

  @Test
  void anEndedOrWrongPurposeCertificateIsNotedOnly() throws Exception {
    var ended = PKI.client("CN=device-1", KEY.getPublic(), Pki.NOW.minus(Duration.ofDays(400)));
    assertThat(read(Issue.document(PKI, ended)).notes()).anyMatch(it -> it.contains("ended at"));
    var plain =
        Pki.issue(
            "CN=d", KEY.getPublic(), "CN=Test Issuing", PKI.issuingKey, Pki.Kind.PLAIN, Pki.NOW);
    assertThat(read(Issue.document(PKI, plain)).notes())
        .anyMatch(it -> it.contains("client authentication"));
  }

  @ParameterizedTest
  @CsvSource({
    "Subject=CN%3Ddevice-1&amp;Stores=My%5CSystem",
    "Subject=CN%3ddevice-1",
    "stores=my%5csystem",
    "Stores=My%5CUser%EF%80%80My%5CSystem&amp;Other=x",
    "Subject=CN%3Dx%EF%80%80CN%3Ddevice-1"
  })
  void searchCriteriaThatFitAreKept(String criteria) throws Exception {
    var account = read(criteria(criteria)).account();
    assertThat(account.certificateSearch()).contains(criteria.replace("&amp;", "&"));
  }

  @ParameterizedTest
  @CsvSource({
    "Subject=CN%3Dother, sessions look for a certificate of [CN=other]",
    "Stores=My%5CUser, sessions look for the certificate in [My\\User]",
    "Subject=%zz, wrongly escaped",
    "nothing, is no list"
  })
  void searchCriteriaThatDoNotFitAreRefused(String criteria, String why) {
    refused(criteria(criteria), why);
  }

  private static String criteria(String value) {
    var name = "<parm name=\"NAME\" value=\"Example Service\"/>";
    return with(name, "<parm name=\"SSLCLIENTCERTSEARCHCRITERIA\" value=\"" + value + "\"/>");
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example.org/x, 0, https://a.example.org/x",
    "https://a.example.org/x?y=1, 8443, https://a.example.org:8443/x?y=1",
    "https://a.example.org:444/x, 8443, https://a.example.org:444/x"
  })
  void anAddressMayComeAsAPartOfItsOwn(String address, int port, URI expected) throws Exception {
    var part =
        "<characteristic type=\"APPADDR\"><parm name=\"ADDR\" value=\"ftp://x\"/></characteristic>"
            + "<characteristic type=\"APPADDR\"><parm name=\"ADDR\" value=\""
            + address
            + "\"/><characteristic type=\"PORT\"><parm name=\"PORTNBR\" value=\""
            + port
            + "\"/></characteristic></characteristic>";
    var document =
        with("<parm name=\"ADDR\" value=\"https://mdm.example.org/omadm\"/>", "")
            .replace(
                "<parm name=\"APPID\" value=\"w7\"/>",
                "<parm name=\"APPID\" value=\"w7\"/>" + part);
    assertThat(read(document).account().servers()).containsExactly(expected);
  }

  @Test
  void whatTheServiceLeavesOutHasItsDefault() throws Exception {
    int poll = GOOD.indexOf("<characteristic type=\"DMClient\">");
    var document =
        GOOD.substring(0, poll)
            .replaceAll("<parm name=\"(CONN|INIT|MAXB|DEFA|NAME)[^>]*>", "")
            .replaceAll(
                "(?s)<characteristic type=\"WSTEP\">.*?</characteristic>\\s*</characteristic>", "")
            .replaceAll("(?s)<characteristic type=\"APPAUTH\">.*?</characteristic>", "");
    var account = read(document + "</wap-provisioningdoc>").account();
    assertThat(account.poll()).isEqualTo(Poll.DEFAULT);
    assertThat(account.retry()).isEqualTo(DmAccount.Retry.DEFAULT);
    assertThat(account.renewal()).isEqualTo(DmAccount.RenewalPlan.DEFAULT);
    assertThat(account.encoding()).isEqualTo(DmAccount.XML);
    assertThat(account.name()).isEqualTo("<unnamed>");
    assertThat(account.client()).isEmpty();
    assertThat(account.server()).isEmpty();
  }

  @Test
  void theSecondNameOfTheRenewalPeriodIsUnderstood() throws Exception {
    assertThat(read(with("\"RenewPeriod\"", "\"RenewalPeriod\"")).account().renewal().period())
        .isEqualTo(Duration.ofDays(42));
  }

  @Test
  void aServerAddressListGoesBeforeTheAddress() throws Exception {
    var document =
        with(
            "<parm name=\"EntDMID\"",
            "<parm name=\"ManagementServerAddressList\" "
                + "value=\"&lt;https://a.example.org/&gt;&lt;http://b/&gt;&lt;https://c.example.org/&gt;\"/>"
                + "<parm name=\"EntDMID\"");
    var result = read(document);
    assertThat(result.account().servers())
        .containsExactly(
            URI.create("https://a.example.org/"), URI.create("https://c.example.org/"));
    assertThat(result.notes()).anyMatch(it -> it.contains("'http://b/' is no https address"));
  }

  @Test
  void theHardwareIdNamesTheDeviceWhereAskedFor() throws Exception {
    var document = with("<parm name=\"APPID\"", "<parm name=\"USEHWDEVID\"/><parm name=\"APPID\"");
    assertThat(read(document).account().deviceId()).isEqualTo(Given.FACTS.hardwareId());
  }
}
