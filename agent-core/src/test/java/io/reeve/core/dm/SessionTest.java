package io.reeve.core.dm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.dm.SessionSetup.Limits;
import io.reeve.store.Outbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
  private static final String TYPE = "Reversed-Domain-Name:io.reeve.drift";
  private static final String CHAL =
      "<Chal><Meta><Type>syncml:auth-md5</Type><Format>b64</Format><NextNonce>BAUGBw==</NextNonce></Meta></Chal>";

  private Bench bench;

  @BeforeEach
  void open(@TempDir Path folder) {
    bench = new Bench(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static String status(int msgRef, int code, String chal) {
    return Bench.ok(msgRef).replace("<Data>200", chal + "<Data>" + code);
  }

  private static String replace(String id, String node, String meta, String data, boolean more) {
    return "<Replace><CmdID>%s</CmdID><Item><Target><LocURI>./Vendor/MSFT/X/%s</LocURI></Target><Meta>%s</Meta><Data>%s</Data>%s</Item></Replace>"
        .formatted(id, node, meta, data, more ? "<MoreData/>" : "");
  }

  private List<Long> waiting() {
    return bench.store.outbox().pending(100).stream().map(Outbox.Row::id).toList();
  }

  @Test
  void anAlertGoesOnlyWhenItsMessageWasAcceptedAndItWasNotRefused() {
    var good = bench.store.outbox().add(TYPE, "chr", "./Device/Vendor/Reeve/X", "one");
    var bad = bench.store.outbox().add(TYPE, "chr", "", "two");
    var session = bench.session();
    var first = session.open();
    assertThat(Bench.alerts(first)).contains("1226 one", "1226 two");
    var refused =
        Bench.sent(first).commands().stream()
            .filter(each ->
                each instanceof Command.Alert alert
                    && alert.items().size() == 1
                    && alert.items().getFirst().data().orElse("").equals("two"))
            .findFirst()
            .orElseThrow()
            .cmdId();
    var step =
        session.answer(
            bench.says(
                Bench.ok(1)
                    + "<Status><CmdID>2</CmdID><MsgRef>1</MsgRef><CmdRef>"
                    + refused
                    + "</CmdRef><Cmd>Alert</Cmd><Data>500</Data></Status>"));
    assertThat(Bench.ended(step).tally().alerts()).isEqualTo(1);
    assertThat(waiting()).containsExactly(bad).doesNotContain(good);
  }

  @Test
  void anAlertStaysWhenTheMessageWasRefusedOrNothingWasSaid() {
    bench.store.outbox().add(TYPE, "chr", "", "one");
    var session = bench.session();
    session.open();
    var end = Bench.ended(session.answer(bench.says(status(1, 500, ""))));
    assertThat(end.outcome()).isInstanceOf(Outcome.Refused.class);
    assertThat(waiting()).hasSize(1);
    var silent = bench.session();
    silent.open();
    silent.answer(bench.says("<Get><CmdID>1</CmdID></Get>"));
    assertThat(waiting()).hasSize(1);
  }

  @Test
  void moreAlertsThanFitGoInTheNextMessages() {
    for (int i = 0; i < 250; i++) {
      bench.store.outbox().add(TYPE, "chr", "", "alert " + i);
    }
    var session = bench.session();
    Session.Step step = session.open();
    int messages = 0;
    while (step instanceof Session.Step.Send) {
      step = session.answer(bench.says(Bench.ok(++messages)));
    }
    assertThat(Bench.ended(step).tally().alerts()).isEqualTo(250);
    assertThat(messages).isEqualTo(3);
    assertThat(waiting()).isEmpty();
  }

  @Test
  void aMessageThatOnlySaysThatTheLastWasGoodIsNotSent() {
    var session = bench.session();
    session.open();
    assertThat(Bench.ended(session.answer(bench.says(Bench.ok(1)))).outcome())
        .isEqualTo(new Outcome.Done());
  }

  @Test
  void theServiceMayBreakItOff() {
    var session = bench.session();
    session.open();
    var body =
        Bench.ok(1)
            + replace("1", "old", "", "9", false)
            + "<Alert><CmdID>2</CmdID><Data>1223</Data></Alert>";
    assertThat(Bench.ended(session.answer(bench.says(body))).outcome())
        .isEqualTo(new Outcome.Aborted());
    assertThat(bench.memory.log).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1.1, DM/1.2, 505", "1.2, DM/1.1, 513", "'', DM/1.2, 505"})
  void anotherVersionIsRefused(String dtd, String proto, String code) {
    var session = bench.session();
    session.open();
    var text =
        new String(bench.says(Bench.ok(1) + replace("1", "old", "", "9", false)), UTF_8)
            .replace("<VerDTD>1.2", "<VerDTD>" + dtd)
            .replace("<VerProto>DM/1.2", "<VerProto>" + proto);
    var step = session.answer(text.getBytes(UTF_8));
    assertThat(Bench.sent(step).commands().getFirst())
        .isEqualTo(Command.Status.of("1", "1", "0", "SyncHdr", code));
    assertThat(Bench.ended(session.answer(new byte[0])).outcome())
        .isInstanceOf(Outcome.Broken.class);
    assertThat(bench.memory.log).isEmpty();
  }

  @Test
  void aLargeObjectIsPutTogether() {
    var session = bench.session();
    session.open();
    var one =
        session.answer(
            bench.says(
                Bench.ok(1)
                    + replace("1", "old", "<Size>6</Size><Format>chr</Format>", "abc", true),
                "",
                false));
    assertThat(Bench.codes(one)).isEqualTo("1=213");
    assertThat(Bench.alerts(one)).containsExactly("1222");
    assertThat(Bench.sent(one).last()).isFalse();
    var two =
        session.answer(bench.says(Bench.ok(2) + replace("1", "old", "", "de", true), "", false));
    assertThat(Bench.codes(two)).isEqualTo("1=213");
    var three = session.answer(bench.says(Bench.ok(3) + replace("1", "old", "", "f", false)));
    assertThat(Bench.codes(three)).isEqualTo("1=200");
    assertThat(Bench.sent(three).last()).isTrue();
    assertThat(bench.memory.log).containsExactly("replace old=abcdef");
  }

  @ParameterizedTest
  @CsvSource({
    "'<Size>9</Size>', abc, def, 424",
    "'<Size>5</Size>', abc, def, 424",
    "'<Size>99999999</Size>', abc, '', 416",
    "'', abc, '', 411",
    "'<Size>x</Size>', abc, '', 400",
    "'<Size>6</Size>', '', '', 400"
  })
  void aLyingSizeIsRefusedAndNothingIsKept(String meta, String first, String last, String code) {
    var session = bench.session();
    session.open();
    var step =
        session.answer(bench.says(Bench.ok(1) + replace("1", "old", meta, first, true), "", false));
    if (!last.isEmpty()) {
      assertThat(Bench.codes(step)).isEqualTo("1=213");
      step = session.answer(bench.says(Bench.ok(2) + replace("1", "old", "", last, false)));
    }
    assertThat(Bench.codes(step)).isEqualTo("1=" + code);
    assertThat(bench.memory.log).isEmpty();
  }

  @Test
  void chunksThatNeverEndAreRefused() {
    var session = bench.session();
    session.open();
    Session.Step step =
        session.answer(
            bench.says(
                Bench.ok(1) + replace("1", "old", "<Size>10</Size>", "abcd", true), "", false));
    int message = 2;
    while (Bench.codes(step).equals("1=213")) {
      step =
          session.answer(
              bench.says(Bench.ok(message++) + replace("1", "old", "", "abcd", true), "", false));
    }
    assertThat(Bench.codes(step)).isEqualTo("1=424");
    assertThat(message).isEqualTo(4);
    assertThat(bench.memory.log).isEmpty();
  }

  @Test
  void somethingElseBeforeTheEndOfALargeObjectIsToldBy1225() {
    var session = bench.session();
    session.open();
    session.answer(
        bench.says(Bench.ok(1) + replace("1", "old", "<Size>6</Size>", "abc", true), "", false));
    var step = session.answer(bench.says(Bench.ok(2) + replace("1", "count", "", "8", false)));
    assertThat(Bench.alerts(step)).containsExactly("1225 ./Vendor/MSFT/X/old");
    assertThat(Bench.codes(step)).isEqualTo("1=200");
    assertThat(bench.memory.log).containsExactly("replace count=8");
  }

  @Test
  void anObjectOverTheLimitIsTooLarge() {
    bench.limits = new Limits(100_000, 1000, 20);
    var session = bench.session();
    session.open();
    var step =
        session.answer(bench.says(Bench.ok(1) + replace("1", "old", "", "x".repeat(1001), false)));
    assertThat(Bench.codes(step)).isEqualTo("1=413");
  }

  @Test
  void resultsAreCutToThePeersMessageSize() {
    var value = "äöü<&>".repeat(1500);
    bench.memory.nodes.put("./device/vendor/msft/x/big", value);
    var session = bench.session();
    session.open();
    var get =
        "<Get><CmdID>1</CmdID><Item><Target><LocURI>./Vendor/MSFT/X/big</LocURI></Target></Item></Get>";
    Session.Step step =
        session.answer(
            bench.says(Bench.ok(1) + get, "<Meta><MaxMsgSize>4000</MaxMsgSize></Meta>", true));
    var whole = new StringBuilder();
    boolean closed = false;
    var size = Optional.<String>empty();
    int messages = 1;
    while (step instanceof Session.Step.Send send) {
      messages++;
      assertThat(send.body().length()).isLessThanOrEqualTo(4000);
      var message = Bench.sent(step);
      closed = message.last();
      for (var command : message.commands()) {
        if (command instanceof Command.Results results) {
          var item = results.items().getFirst();
          whole.append(item.data().orElseThrow());
          size = size.or(item.meta()::size);
          assertThat(item.moreData() && message.last()).isFalse();
        }
      }
      step =
          session.answer(
              bench.says(Bench.ok(messages) + "<Alert><CmdID>1</CmdID><Data>1222</Data></Alert>"));
    }
    assertThat(whole.toString()).isEqualTo(value);
    assertThat(closed).isTrue();
    assertThat(size).contains(String.valueOf(value.getBytes(UTF_8).length));
    assertThat(Bench.ended(step).outcome()).isEqualTo(new Outcome.Done());
  }

  @Test
  void manyStatusesAreSpreadOverMessages() {
    var session = bench.session();
    session.open();
    var body = new StringBuilder(Bench.ok(1));
    for (int i = 1; i <= 100; i++) {
      body.append(replace(String.valueOf(i), "old", "", "v" + i, false));
    }
    Session.Step step =
        session.answer(
            bench.says(body.toString(), "<Meta><MaxMsgSize>4096</MaxMsgSize></Meta>", true));
    int statuses = 0;
    int messages = 1;
    while (step instanceof Session.Step.Send) {
      messages++;
      assertThat(Bench.sent(step).commands().getFirst())
          .isInstanceOfSatisfying(
              Command.Status.class, each -> assertThat(each.cmd()).isEqualTo("SyncHdr"));
      statuses += Bench.codes(step).split(" ").length;
      step =
          session.answer(
              bench.says(Bench.ok(messages) + "<Alert><CmdID>1</CmdID><Data>1222</Data></Alert>"));
    }
    assertThat(messages).isGreaterThan(3);
    assertThat(statuses).isGreaterThanOrEqualTo(100);
    assertThat(bench.memory.log).hasSize(100);
  }

  @Test
  void anObjectOverThePeersLimitIsAnswered413() {
    bench.memory.nodes.put("./device/vendor/msft/x/big", "x".repeat(2000));
    var session = bench.session();
    session.open();
    var get =
        "<Get><CmdID>1</CmdID><Item><Target><LocURI>./Vendor/MSFT/X/big</LocURI></Target></Item></Get>";
    var step =
        session.answer(
            bench.says(Bench.ok(1) + get, "<Meta><MaxObjSize>1000</MaxObjSize></Meta>", true));
    assertThat(Bench.codes(step)).isEqualTo("1=413");
  }

  @Test
  void aServiceThatDoesNotListenIsLeft() {
    var session = bench.session();
    session.open();
    Session.Step step =
        session.answer(bench.says(Bench.ok(1) + replace("uuid-a", "old", "", "9", false)));
    int messages = 1;
    while (step instanceof Session.Step.Send && messages < 50) {
      messages++;
      step =
          session.answer(bench.says(Bench.ok(messages) + replace("uuid-a", "old", "", "9", false)));
    }
    assertThat(Bench.ended(step).outcome()).isInstanceOf(Outcome.Broken.class);
    assertThat(bench.memory.log).containsExactly("replace old=9");
  }

  @Test
  void countedCmdIdsBeginAgainInEachMessage() {
    var session = bench.session();
    session.open();
    session.answer(bench.says(Bench.ok(1) + replace("2", "old", "", "9", false)));
    session.answer(bench.says(Bench.ok(2) + replace("2", "old", "", "9", false)));
    assertThat(bench.memory.log).hasSize(2);
  }

  @Test
  void anActionOfAnOpaqueIdIsNotDoneAgainInALaterSession() {
    var exec =
        "<Exec><CmdID>9f-1</CmdID><Item><Target><LocURI>./Device/Vendor/Reeve/Actions/Count</LocURI></Target></Item></Exec>";
    for (int i = 0; i < 2; i++) {
      var session = bench.session();
      session.open();
      assertThat(Bench.codes(session.answer(bench.says(Bench.ok(1) + exec)))).isEqualTo("9f-1=200");
    }
    assertThat(bench.memory.log).containsExactly("counted");
  }

  @Test
  void aSessionHasAMostOfMessages() {
    bench.limits = new Limits(100_000, 1000, 3);
    var session = bench.session();
    Session.Step step = session.open();
    int messages = 0;
    while (step instanceof Session.Step.Send && messages < 20) {
      messages++;
      step =
          session.answer(
              bench.says(Bench.ok(messages) + replace("1", "old", "", "v" + messages, false)));
    }
    assertThat(messages).isEqualTo(4);
    assertThat(Bench.ended(step).outcome()).isInstanceOf(Outcome.Broken.class);
  }

  @ParameterizedTest
  @CsvSource({
    "401, syncml:auth-md5, true",
    "407, syncml:auth-md5, true",
    "401, syncml:auth-basic, false",
    "407, syncml:auth-MAC, false",
    "406, syncml:auth-md5, false"
  })
  void aChallengeIsAnsweredWithTheAccountsOwnSchemeOnly(int code, String type, boolean again) {
    bench.client = Optional.of(new Login(Login.Scheme.MD5, "dev1", "s2", Optional.of("AAECAw==")));
    var session = bench.session();
    session.open();
    var step = session.answer(bench.says(status(1, code, CHAL.replace("syncml:auth-md5", type))));
    if (again) {
      var message = Bench.sent(step);
      assertThat(message.header().msgId()).isEqualTo("2");
      assertThat(message.header().cred().map(Cred::data)).contains("Oni+fkCLlrQaQzMnhF3taw==");
      assertThat(Bench.alerts(step)).contains("1201");
      step = session.answer(bench.says(status(2, 401, CHAL)));
      if (code == 407) {
        step = session.answer(bench.says(status(3, 401, CHAL)));
      }
      assertThat(Bench.ended(step).outcome()).isInstanceOf(Outcome.CredentialsRefused.class);
    } else {
      assertThat(Bench.ended(step).outcome()).isInstanceOf(Outcome.CredentialsRefused.class);
    }
  }

  @Test
  void credentialsAcceptedForTheSessionAreNotSentAgain() {
    bench.client = Optional.of(new Login(Login.Scheme.MD5, "dev1", "s2", Optional.of("BAUGBw==")));
    var session = bench.session();
    assertThat(Bench.sent(session.open()).header().cred()).isPresent();
    var step =
        session.answer(bench.says(status(1, 212, CHAL) + replace("1", "old", "", "9", false)));
    assertThat(Bench.sent(step).header().cred()).isEmpty();
    assertThat(bench.keptNonces).containsExactly("client BAUGBw==");
  }

  @Test
  void basicCredentialsGoWithTheFirstMessage() {
    bench.client = Optional.of(new Login(Login.Scheme.BASIC, "dev1", "s2", Optional.empty()));
    assertThat(Bench.sent(bench.session().open()).header().cred())
        .contains(new Cred(Meta.of("b64", "syncml:auth-basic"), "ZGV2MTpzMg=="));
  }

  @Test
  void aServiceWithWrongCredentialsGetsNothingDone() {
    bench.server =
        Optional.of(new Login(Login.Scheme.MD5, "ExampleMDM", "s1", Optional.of("AAECAw==")));
    var session = bench.session();
    session.open();
    var cred = "<Cred><Meta><Type>syncml:auth-md5</Type></Meta><Data>AAAA</Data></Cred>";
    var body = Bench.ok(1) + replace("1", "old", "", "9", false);
    var step = session.answer(bench.says(body, cred, true));
    assertThat(Bench.codes(step)).isEqualTo("1=401");
    assertThat(Bench.sent(step).commands().getFirst())
        .isInstanceOfSatisfying(
            Command.Status.class,
            status -> {
              assertThat(status.code()).isEqualTo("401");
              assertThat(status.chal().orElseThrow().nextNonce())
                  .contains("AAECAwQFBgcICQoLDA0ODw==");
            });
    assertThat(Bench.ended(session.answer(bench.says(body, cred, true))).outcome())
        .isEqualTo(new Outcome.ServerNotProven());
    assertThat(bench.memory.log).isEmpty();
    assertThat(bench.keptNonces).isEmpty();
  }

  @Test
  void aServiceThatUsesNoCredentialsIsTakenAndRecorded() {
    bench.server =
        Optional.of(new Login(Login.Scheme.MD5, "ExampleMDM", "dummy", Optional.of("nonce")));
    var session = bench.session();
    session.open();
    assertThat(Bench.ended(session.answer(bench.says(Bench.ok(1)))).tally().proven())
        .isEqualTo(Tally.ServerProven.NOT_GIVEN);
  }

  @ParameterizedTest
  @CsvSource({"1.0, 26", "2.0, 1A", "3.0, 1A"})
  void theSessionIdIsDecimalAtFirstAndThenHexadecimal(String version, String id) {
    bench.version = version;
    assertThat(Bench.sent(bench.session().open()).header().sessionId()).isEqualTo(id);
  }

  @Test
  void messagesFollowARespUriThatIsSecure() {
    var session = bench.session();
    session.open();
    var step =
        session.answer(
            bench.says(
                Bench.ok(1) + replace("1", "old", "", "9", false),
                "<RespURI>https://other.example.org/x</RespURI>",
                true));
    assertThat(((Session.Step.Send) step).uri()).contains("https://other.example.org/x");
    var other = bench.session();
    other.open();
    step =
        other.answer(
            bench.says(
                Bench.ok(1) + replace("1", "old", "", "8", false),
                "<RespURI>http://other.example.org/x</RespURI>",
                true));
    assertThat(((Session.Step.Send) step).uri()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://",
        "https:///x",
        "https://ann:pw@other.example.org/",
        "https://other.example.org/a b",
        "https://other.example.org/#part",
        "HTTPSX://other.example.org/"
      })
  void aRespUriThatIsNoAddressIsNotFollowedAndHarmsNothing(String address) {
    var session = bench.session();
    session.open();
    var step =
        session.answer(
            bench.says(
                Bench.ok(1) + replace("1", "old", "", "9", false),
                "<RespURI>" + address + "</RespURI>",
                true));
    assertThat(((Session.Step.Send) step).uri()).isEmpty();
  }

  /// Would take a quarter of an hour if the whole command were read again for each Item.
  @Test
  void aCommandOfManyItemsIsNamedOnce() {
    var session = bench.session();
    session.open();
    var items = new StringBuilder("<Replace><CmdID>1</CmdID>");
    for (int i = 0; i < 19_000; i++) {
      items
          .append("<Item><Target><LocURI>./Vendor/MSFT/X/old</LocURI></Target><Data>")
          .append("d".repeat(120))
          .append("</Data></Item>");
    }
    var step = session.answer(bench.says(Bench.ok(1) + items + "</Replace>"));
    assertThat(step).isInstanceOf(Session.Step.Send.class);
    assertThat(bench.memory.nodes).containsEntry("./device/vendor/msft/x/old", "d".repeat(120));
  }

  @Test
  void aServiceThatSendsFasterThanItTakesAnswersIsLeft() {
    bench.limits = new SessionSetup.Limits(1024 * 1024, 1024 * 1024, 500);
    var session = bench.session();
    session.open();
    var many = new StringBuilder();
    for (int i = 1; i <= 19_000; i++) {
      many.append(replace(Integer.toString(i), "old", "", "9", false));
    }
    Session.Step step = session.answer(slow(1, many));
    for (int message = 2; message <= 6; message++) {
      step = session.answer(slow(message, many));
    }
    assertThat(Bench.sent(step).commands())
        .filteredOn(Command.Alert.class::isInstance)
        .map(alert -> ((Command.Alert) alert).code())
        .containsExactly("1223");
    assertThat(Bench.ended(session.answer(bench.says(""))).outcome())
        .isInstanceOf(Outcome.Broken.class);
  }

  private byte[] slow(int message, CharSequence commands) {
    var limit = "<Meta><MaxMsgSize xmlns=\"syncml:metinf\">2048</MaxMsgSize></Meta>";
    return bench.says(Bench.ok(message) + commands, limit, true);
  }

  @Test
  void anEmptyAnswerEndsTheSession() {
    var session = bench.session();
    session.open();
    assertThat(Bench.ended(session.answer(new byte[0])).outcome())
        .isInstanceOf(Outcome.Broken.class);
  }
}
