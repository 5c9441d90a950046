package io.reeve.core.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TablesTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(30);

  record Row(@Table.Key String name, Optional<Long> size, double share) {}

  private final CountDownLatch never = new CountDownLatch(1);
  private Tables tables = tables(LONG);

  @AfterEach
  void close() {
    never.countDown();
    tables.close();
  }

  @Test
  void aTableIsReadWithItsColumnsInOrderAndUnknownLeftOut() {
    use(LONG, fake("disks", () -> List.of(new Row("sda", Optional.empty(), 0.5))));
    var answer = tables.read(List.of("disks")).getFirst();
    assertThat(answer.error()).isEmpty();
    assertThat(answer.columns()).containsExactly("name", "size", "share");
    assertThat(answer.rows()).containsExactly(Map.of("name", "sda", "share", 0.5));
  }

  @Test
  void anUnknownTableIsNamedWithWhatMayHaveBeenMeant() {
    use(LONG, fake("processes", List::of));
    assertThat(tables.read(List.of("proceses")).getFirst().error())
        .contains("no such table, did you mean 'processes'?");
    assertThat(tables.columns("proceses")).isEmpty();
  }

  @Test
  void aStuckTableTimesOutAndTheOthersAreRead() {
    use(SHORT, fake("stuck", this::stuck), fake("good", () -> List.of(row("a"))));
    assertThat(tables.read(List.of("stuck")).getFirst().error()).contains("timed out after 0.03 s");
    awaitGood(List.of("stuck", "good"));
  }

  @Test
  void manyStuckReadersDoNotEatThePool() {
    var stuck = IntStream.range(0, 12).mapToObj(i -> fake("stuck" + i, this::stuck)).toList();
    var all = new ArrayList<Table<?>>(stuck);
    all.add(fake("zz_good", () -> List.of(row("a"))));
    tables.close();
    tables = new Tables(all, SHORT, LONG);
    for (int again = 0; again < 3; again++) {
      assertThat(awaitGood(tables.tables()).subList(0, 12))
          .allMatch(answer -> answer.error().isPresent());
    }
  }

  /// Reads these until the last one is read: on a busy machine it may take longer than the short
  /// time it has. Where what is stuck keeps all others out it never is.
  private List<Inventory.Answer> awaitGood(List<String> names) {
    var answers = tables.read(names);
    while (answers.getLast().rows().isEmpty()) {
      answers = tables.read(names);
    }
    return answers;
  }

  @Test
  void aStuckTableIsNotStartedASecondTime() {
    var reads = new AtomicInteger();
    use(
        SHORT,
        fake(
            "stuck",
            () -> {
              reads.incrementAndGet();
              return stuck();
            }));
    tables.read(List.of("stuck"));
    tables.read(List.of("stuck"));
    while (reads.get() == 0) {
      Thread.onSpinWait();
    }
    assertThat(reads).hasValue(1);
  }

  @Test
  void hardwareIsReadOnce() {
    var reads = new AtomicInteger();
    use(
        LONG,
        new Fake(
            "cpu",
            Table.Pace.FIXED,
            () -> {
              reads.incrementAndGet();
              return List.of(row("a"));
            }));
    tables.read(List.of("cpu"));
    assertThat(tables.query("SELECT name FROM cpu").rows()).hasSize(1);
    assertThat(reads).hasValue(1);
  }

  @Test
  void hardwareThatCouldNotBeReadIsTriedAgain() {
    var reads = new AtomicInteger();
    use(
        LONG,
        new Fake(
            "cpu",
            Table.Pace.FIXED,
            () -> {
              if (reads.incrementAndGet() == 1) {
                throw new IOException("busy");
              }
              return List.of(row("a"));
            }));
    assertThat(tables.read(List.of("cpu")).getFirst().error()).contains("busy");
    assertThat(tables.read(List.of("cpu")).getFirst().rows()).hasSize(1);
  }

  @Test
  void whyATableHasNoRowsIsTold() {
    use(
        LONG,
        fake(
            "battery",
            () -> {
              throw new NotApplicableException("no battery");
            }),
        fake(
            "broken",
            () -> {
              throw new IllegalStateException("a defect");
            }),
        fake("huge", () -> Collections.nCopies(Tables.MAX_ROWS + 1, row("a"))));
    assertThat(tables.read(List.of("battery", "broken", "huge")))
        .extracting(answer -> answer.error().orElse(""))
        .containsExactly(
            "not applicable: no battery",
            "reading ended in a defect: java.lang.IllegalStateException: a defect",
            "50001 rows; the most is 50000");
  }

  @Test
  void aPlatformsTableTakesThePlaceOfTheCommonOne() {
    tables.close();
    tables = Tables.of(List.of(fake("os_version", () -> List.of(row("mine")))), LONG);
    assertThat(tables.columns("os_version")).contains(List.of("name", "size", "share"));
    assertThat(tables.tables()).contains("system_info", "processes", "uptime").isSorted();
  }

  @Test
  void longTextIsCutAndNulTakenOut() {
    use(LONG, fake("t", () -> List.of(row("a\0b"), row("x".repeat(Columns.MAX_TEXT + 5)))));
    assertThat(tables.read(List.of("t")).getFirst().rows())
        .extracting(row -> row.get("name"))
        .containsExactly("a b", "x".repeat(Columns.MAX_TEXT));
  }

  private List<Row> stuck() {
    boolean waiting = true;
    while (waiting) {
      try {
        never.await();
        waiting = false;
      } catch (InterruptedException _) {
        // A reader stuck in the kernel does not heed it either.
      }
    }
    return List.of();
  }

  private void use(Duration deadline, Table<?>... fakes) {
    tables.close();
    tables = tables(deadline, fakes);
  }

  private static Tables tables(Duration deadline, Table<?>... fakes) {
    return new Tables(List.of(fakes), deadline, LONG);
  }

  private static Row row(String name) {
    return new Row(name, Optional.empty(), 1);
  }

  private static Fake fake(String name, Source source) {
    return new Fake(name, Table.Pace.SLOW, source);
  }

  interface Source {
    List<Row> rows() throws IOException;
  }

  record Fake(String name, Pace pace, Source source) implements Table<Row> {
    @Override
    public Class<Row> row() {
      return Row.class;
    }

    @Override
    public List<Row> read() throws IOException {
      return source.rows();
    }
  }
}
