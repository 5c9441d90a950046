package io.reeve.harness.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.enroll.HttpBody;
import io.reeve.enroll.Identity;
import io.reeve.enroll.Tls;
import io.reeve.harness.MovingClock;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Profile;
import io.reeve.harness.lab.LabViews.Verb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The session server against messages written by hand, over real TLS.
final class ManagementTest {
  private static final String STATUS_OF_HEADER =
      "<Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><Data>200</Data></Status>";

  @TempDir Path folder;
  private final MovingClock clock = new MovingClock();
  private Lab lab;
  private LabClient client;
  private SSLContext device;

  @BeforeEach
  void start() throws Exception {
    lab = Lab.start(LabConfig.at(folder.resolve("lab")).withClock(clock));
    client = new LabClient(lab, folder, Clock.systemUTC());
    client.enrolled();
    device = client.withIdentity();
  }

  @AfterEach
  void stop() throws Exception {
    lab.close();
  }

  private int status(SSLContext tls, String message) throws IOException {
    var body = LabClient.body("application/vnd.syncml.dm+xml", message);
    return client.send(tls, "POST", ManagementService.PATH, Map.of(), body).status();
  }

  private static String first(String expression, String text) {
    var matcher = Pattern.compile(expression).matcher(text);
    assertThat(matcher.find()).as(expression + " in " + text).isTrue();
    return matcher.group(1);
  }

  @Test
  void aFirstMessageIsAnsweredStatusByStatus() throws Exception {
    var answer = client.sync(device, LabClient.message("1", 1, LabClient.HELLO));
    assertThat(answer)
        .contains("<CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><Data>200</Data>")
        .contains("<CmdRef>1</CmdRef><Cmd>Alert</Cmd><Data>200</Data>")
        .contains("<SessionID>1</SessionID><MsgID>1</MsgID>")
        .endsWith("<Final/></SyncBody></SyncML>");
  }

  @Test
  void withoutACertificateThereIsNoSession() throws Exception {
    var hello = LabClient.message("1", 1, LabClient.HELLO);
    assertThat(status(client.anonymous(), hello)).isEqualTo(403);
    lab.dialect(lab.dialect().withoutClientCert());
    assertThat(status(client.anonymous(), hello)).isEqualTo(200);
    assertThat(status(client.anonymous(), hello.replace(LabClient.ID, "STRANGER"))).isEqualTo(403);
  }

  @Test
  void theCertificateOfAnotherDeviceIsNoUse() throws Exception {
    var hello = LabClient.message("1", 1, LabClient.HELLO).replace(LabClient.ID, "OTHER");
    assertThat(status(device, hello)).isEqualTo(403);
  }

  @Test
  void aCertificateOfAnotherAuthorityEndsTheHandshake() throws Exception {
    var other = CertificateAuthority.open(Files.createDirectory(folder.resolve("other")), clock);
    var pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
    var forged = other.device(LabClient.ID, pair.getPublic(), Duration.ofDays(1));
    var identity = new Identity(pair.getPrivate(), List.of(forged));
    var tls = Tls.context(client.trust(), Optional.of(identity));
    assertThatThrownBy(() -> status(tls, LabClient.message("1", 1, LabClient.HELLO)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aRevokedOrExpiredCertificateIsRefused() throws Exception {
    var hello = LabClient.message("1", 1, LabClient.HELLO);
    clock.forward(Duration.ofDays(366));
    assertThat(status(device, hello)).isEqualTo(403);
    clock.forward(Duration.ofDays(-366));
    assertThat(status(device, hello)).isEqualTo(200);
    lab.admin().revoke(LabClient.ID);
    assertThat(status(device, hello)).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "<VerDTD>1.2</VerDTD>, <VerDTD>1.1</VerDTD>, 505",
    "<VerProto>DM/1.2</VerProto>, <VerProto>DM/9</VerProto>, 513",
    "<MsgID>1</MsgID>, <MsgID>0</MsgID>, 400",
    "<SessionID>1</SessionID>, <SessionID/>, 400"
  })
  void aHeaderThatIsWrongGetsItsStatus(String right, String wrong, String code) throws Exception {
    var message = LabClient.message("1", 1, LabClient.HELLO).replace(right, wrong);
    assertThat(client.sync(device, message)).contains("<Cmd>SyncHdr</Cmd><Data>" + code + "<");
  }

  @Test
  void whatIsNoSyncMlIsRefused() throws Exception {
    for (var text : List.of("", "<a/>", "<!DOCTYPE a><SyncML/>", "<SyncML><SyncHdr>")) {
      assertThat(status(device, text)).as(text).isEqualTo(400);
    }
    lab.dialect(lab.dialect().asSloppy());
    assertThat(client.sync(device, "<a/>")).contains("<s:fault>");
  }

  @Test
  void aMessageThatComesAgainGetsTheSameAnswerAndDoesNothingTwice() throws Exception {
    var id = lab.admin().queue(LabClient.ID, Verb.EXEC, Item.of("./A", "chr", ""));
    var hello = LabClient.message("1", 1, LabClient.HELLO);
    var once = client.sync(device, hello);
    assertThat(once).contains("<Exec><CmdID>" + id + "</CmdID>");
    assertThat(client.sync(device, hello)).isEqualTo(once);
    assertThat(lab.admin().sessions(LabClient.ID)).hasSize(1);
  }

  @Test
  void aCommandIsSentAgainUnderItsIdUntilItsStatusIsSeen() throws Exception {
    var id = lab.admin().queue(LabClient.ID, Verb.EXEC, Item.of("./A", "chr", ""));
    client.sync(device, LabClient.message("1", 1, LabClient.HELLO));
    assertThat(client.sync(device, LabClient.message("2", 1, LabClient.HELLO)))
        .contains("<CmdID>" + id + "</CmdID>");
    var answer =
        "<Status><CmdID>2</CmdID><MsgRef>1</MsgRef><CmdRef>%s</CmdRef><Cmd>Exec</Cmd><Data>202</Data></Status><Final/>"
            .formatted(id);
    assertThat(client.sync(device, LabClient.message("2", 2, STATUS_OF_HEADER + answer)))
        .doesNotContain("<Exec>");
    assertThat(lab.admin().command(id).orElseThrow().status()).hasValue(202);
    assertThat(client.sync(device, LabClient.message("3", 1, LabClient.HELLO)))
        .doesNotContain("<Exec>");
  }

  @Test
  void aDeviceThatNeverAnswersEndsTheSessionAllTheSame() throws Exception {
    lab.admin().putProfile(new Profile("p", false, List.of(Item.of("./A", "chr", "1"))));
    lab.admin().assign(LabClient.ID, "p");
    client.sync(device, LabClient.message("1", 1, LabClient.HELLO));
    for (int number = 2; number <= 3; number++) {
      assertThat(client.sync(device, LabClient.message("1", number, STATUS_OF_HEADER + "<Final/>")))
          .contains("<Add>");
    }
    assertThat(client.sync(device, LabClient.message("1", 4, STATUS_OF_HEADER + "<Final/>")))
        .doesNotContain("<Add>");
  }

  @Test
  void aPackageOfSeveralMessagesIsAskedForWith1222() throws Exception {
    lab.admin().queue(LabClient.ID, Verb.EXEC, Item.of("./A", "chr", ""));
    var part = LabClient.HELLO.replace("<Final/>", "");
    assertThat(client.sync(device, LabClient.message("1", 1, part)))
        .contains("<Data>1222</Data>")
        .doesNotContain("<Exec>")
        .doesNotContain("<Final/>");
    assertThat(
            client.sync(
                device,
                LabClient.message(
                    "1", 2, "<Alert><CmdID>1</CmdID><Data>1222</Data></Alert><Final/>")))
        .contains("<Exec>")
        .contains("<Final/>");
  }

  private static String chunk(int number, String data, String meta, String more) {
    return """
    <Alert><CmdID>%d</CmdID><Data>1226</Data><Item><Source><LocURI>./S</LocURI></Source>\
    <Meta><Type>t</Type>%s</Meta><Data>%s</Data>%s</Item></Alert>\
    """
        .formatted(number, meta, data, more);
  }

  @ParameterizedTest
  @CsvSource({"8, 200", "9, 424"})
  void aLargeObjectIsPutTogetherAndALyingSizeRefused(int size, String code) throws Exception {
    var begin = LabClient.HELLO.replace("<Final/>", "");
    var first = chunk(2, "abcd", "<Size>" + size + "</Size>", "<MoreData/>");
    assertThat(client.sync(device, LabClient.message("1", 1, begin + first)))
        .contains("<CmdRef>2</CmdRef><Cmd>Alert</Cmd><Data>213</Data>");
    assertThat(
            client.sync(device, LabClient.message("1", 2, chunk(1, "efgh", "", "") + "<Final/>")))
        .contains("<CmdRef>1</CmdRef><Cmd>Alert</Cmd><Data>" + code + "</Data>");
  }

  @Test
  void aSizeOverTheLimitOrNoneIsRefusedAtOnce() throws Exception {
    var huge = chunk(1, "a", "<Size>99999999999</Size>", "<MoreData/>");
    assertThat(client.sync(device, LabClient.message("1", 1, huge + "<Final/>")))
        .contains("<Data>416</Data>");
    var none = chunk(1, "a", "", "<MoreData/>");
    assertThat(client.sync(device, LabClient.message("2", 1, none + "<Final/>")))
        .contains("<Data>411</Data>");
  }

  @Test
  void anObjectThatNeverEndsIsDroppedWith1225() throws Exception {
    var first = chunk(1, "a", "<Size>9</Size>", "<MoreData/>");
    assertThat(client.sync(device, LabClient.message("1", 1, first + "<Final/>")))
        .contains("<Data>1225</Data>");
  }

  @Test
  void nonceAndChallengeOfAuthMd5() throws Exception {
    lab.dialect(lab.dialect().withAuthMd5(Duration.ofMinutes(5)));
    var hello = LabClient.message("1", 1, LabClient.HELLO);
    var asked = client.sync(device, hello);
    assertThat(asked).contains("<Cmd>SyncHdr</Cmd>").contains("<Data>407</Data>");
    assertThat(first("<NextNonce[^>]*>([^<]+)<", asked)).isBase64();
    assertThat(asked).contains("<CmdRef>1</CmdRef><Cmd>Alert</Cmd><Data>407</Data>");
    var wrong =
        hello.replace(
            "</SyncHdr>",
            "<Cred><Meta><Type>syncml:auth-md5</Type><Format>b64</Format></Meta><Data>AAAA</Data></Cred></SyncHdr>");
    assertThat(client.sync(device, wrong)).contains("<Data>401</Data>");
    clock.forward(Duration.ofMinutes(6));
    assertThat(client.sync(device, wrong)).contains("<Data>407</Data>");
  }

  @Test
  void aListeningDeviceHearsWhatTheAdministratorWants() throws Exception {
    var path = Hints.PATH + "?since=0&wait=";
    assertThat(client.send(client.anonymous(), "GET", path + "0", Map.of(), HttpBody.NONE).status())
        .isEqualTo(403);
    var before = client.send(device, "GET", path + "0", Map.of(), HttpBody.NONE);
    assertThat(LabClient.json(before).path("hint").asLong()).isZero();
    lab.admin().queue(LabClient.ID, Verb.SYNC, Item.of(".", "null", ""));
    var after = client.send(device, "GET", path + "60", Map.of(), HttpBody.NONE);
    assertThat(LabClient.json(after).path("hint").asLong()).isPositive();
  }

  @Test
  void theVectorsOfTheSpecificationHold() {
    var nonce = Base64.getEncoder().encodeToString("Nonce".getBytes(StandardCharsets.UTF_8));
    assertThat(Md5.proof(Md5.identity("Bruce2", "OhBehave"), nonce))
        .isEqualTo("Zz6EivR3yeaaENcRN6lpAQ==");
    assertThat(Md5.proof(Md5.identity("dev1", "s2"), "BAUGBw=="))
        .isEqualTo("Oni+fkCLlrQaQzMnhF3taw==");
  }
}
