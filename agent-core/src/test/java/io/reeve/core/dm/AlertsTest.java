package io.reeve.core.dm;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.store.Outbox;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the service is told of by alerts, and until when.
final class AlertsTest {
  private static final String TYPE = "Reversed-Domain-Name:io.reeve.drift";

  private Bench bench;

  @BeforeEach
  void open(@TempDir Path folder) {
    bench = new Bench(folder);
  }

  @AfterEach
  void close() {
    bench.close();
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
    var end = Bench.ended(session.answer(bench.says(Bench.status(1, 500, ""))));
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
}
