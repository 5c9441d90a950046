package io.reeve.core.dm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.dm.SessionSetup.Limits;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Objects and messages that are larger than one side takes.
final class SizesTest {
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
  void aLargeObjectIsPutTogether() {
    var session = bench.session();
    session.open();
    var one =
        session.answer(
            bench.says(
                Bench.ok(1)
                    + Bench.replace("1", "old", "<Size>6</Size><Format>chr</Format>", "abc", true),
                "",
                false));
    assertThat(Bench.codes(one)).isEqualTo("1=213");
    assertThat(Bench.alerts(one)).containsExactly("1222");
    assertThat(Bench.sent(one).last()).isFalse();
    var two =
        session.answer(
            bench.says(Bench.ok(2) + Bench.replace("1", "old", "", "de", true), "", false));
    assertThat(Bench.codes(two)).isEqualTo("1=213");
    var three = session.answer(bench.says(Bench.ok(3) + Bench.replace("1", "old", "", "f", false)));
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
        session.answer(
            bench.says(Bench.ok(1) + Bench.replace("1", "old", meta, first, true), "", false));
    if (!last.isEmpty()) {
      assertThat(Bench.codes(step)).isEqualTo("1=213");
      step = session.answer(bench.says(Bench.ok(2) + Bench.replace("1", "old", "", last, false)));
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
                Bench.ok(1) + Bench.replace("1", "old", "<Size>10</Size>", "abcd", true),
                "",
                false));
    int message = 2;
    while (Bench.codes(step).equals("1=213")) {
      step =
          session.answer(
              bench.says(
                  Bench.ok(message++) + Bench.replace("1", "old", "", "abcd", true), "", false));
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
        bench.says(
            Bench.ok(1) + Bench.replace("1", "old", "<Size>6</Size>", "abc", true), "", false));
    var step =
        session.answer(bench.says(Bench.ok(2) + Bench.replace("1", "count", "", "8", false)));
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
        session.answer(
            bench.says(Bench.ok(1) + Bench.replace("1", "old", "", "x".repeat(1001), false)));
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
      body.append(Bench.replace(String.valueOf(i), "old", "", "v" + i, false));
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
      many.append(Bench.replace(Integer.toString(i), "old", "", "9", false));
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
}
