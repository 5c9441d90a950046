package io.reeve.core.dm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.dm.SessionSetup.Limits;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The course of a session.
final class SessionTest {
  private Bench bench;

  @BeforeEach
  void open(@TempDir Path folder) {
    bench = new Bench(folder);
  }

  @AfterEach
  void close() {
    bench.close();
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
            + Bench.replace("1", "old", "", "9", false)
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
        new String(bench.says(Bench.ok(1) + Bench.replace("1", "old", "", "9", false)), UTF_8)
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
  void aServiceThatDoesNotListenIsLeft() {
    var session = bench.session();
    session.open();
    Session.Step step =
        session.answer(bench.says(Bench.ok(1) + Bench.replace("uuid-a", "old", "", "9", false)));
    int messages = 1;
    while (step instanceof Session.Step.Send && messages < 50) {
      messages++;
      step =
          session.answer(
              bench.says(Bench.ok(messages) + Bench.replace("uuid-a", "old", "", "9", false)));
    }
    assertThat(Bench.ended(step).outcome()).isInstanceOf(Outcome.Broken.class);
    assertThat(bench.memory.log).containsExactly("replace old=9");
  }

  @Test
  void countedCmdIdsBeginAgainInEachMessage() {
    var session = bench.session();
    session.open();
    session.answer(bench.says(Bench.ok(1) + Bench.replace("2", "old", "", "9", false)));
    session.answer(bench.says(Bench.ok(2) + Bench.replace("2", "old", "", "9", false)));
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
              bench.says(
                  Bench.ok(messages) + Bench.replace("1", "old", "", "v" + messages, false)));
    }
    assertThat(messages).isEqualTo(4);
    assertThat(Bench.ended(step).outcome()).isInstanceOf(Outcome.Broken.class);
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
                Bench.ok(1) + Bench.replace("1", "old", "", "9", false),
                "<RespURI>https://other.example.org/x</RespURI>",
                true));
    assertThat(((Session.Step.Send) step).uri()).contains("https://other.example.org/x");
    var other = bench.session();
    other.open();
    step =
        other.answer(
            bench.says(
                Bench.ok(1) + Bench.replace("1", "old", "", "8", false),
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
                Bench.ok(1) + Bench.replace("1", "old", "", "9", false),
                "<RespURI>" + address + "</RespURI>",
                true));
    assertThat(((Session.Step.Send) step).uri()).isEmpty();
  }

  @Test
  void anEmptyAnswerEndsTheSession() {
    var session = bench.session();
    session.open();
    assertThat(Bench.ended(session.answer(new byte[0])).outcome())
        .isInstanceOf(Outcome.Broken.class);
  }
}
