package io.reeve.core.dm;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.enroll.DmAccount.Poll;
import io.reeve.enroll.DmAccount.Retry;
import io.reeve.store.LocalStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final RandomGenerator NONE = () -> 0L;

  private LocalStore store;

  @BeforeEach
  void open(@TempDir Path folder) {
    store = LocalStore.open(folder.resolve("reeve.db"), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private PollSchedule at(Instant now, RandomGenerator random) {
    return new PollSchedule(store.notes(), Clock.fixed(now, ZoneOffset.UTC), random);
  }

  private static Poll table(String text) {
    var n = Arrays.stream(text.split("/")).mapToInt(Integer::parseInt).toArray();
    return new Poll(n[0], n[1], n[2], n[3], n[4], n[5], false, false);
  }

  @ParameterizedTest
  @CsvSource({
    "15/2/60/2/1440/0, 0 15 30 90 150 1590",
    "1/0/0/0/0/0,      0 1 2 3 4 5",
    "15/2/0/0/0/0,     0 15 30 1470 2910 4350",
    "0/5/30/0/60/0,    0 30 60 90 120 150",
    "0/0/0/0/0/0,      0 1440 2880 4320 5760 7200",
    "5/1/0/7/10/0,     0 5 15 25 35 45"
  })
  void schedulesFollowEachOtherAndTheLastIsEndless(String text, String minutes) {
    var table = table(text);
    var seen = new ArrayList<String>();
    var now = START;
    for (int i = 0; i < 6; i++) {
      now = at(now, NONE).due(table);
      seen.add(String.valueOf(Duration.between(START, now).toMinutes()));
      at(now, NONE).polled(table);
    }
    assertThat(String.join(" ", seen)).isEqualTo(minutes);
  }

  @Test
  void everySlotHasItsSessionAtARandomMoment() {
    var table = table("60/0/0/0/0/0");
    var random = new Random(7);
    var now = START;
    for (int i = 0; i < 200; i++) {
      now = at(now, random).due(table);
      assertThat(Duration.between(START, now))
          .isBetween(Duration.ofHours(i), Duration.ofHours(i + 1));
      at(now, random).polled(table);
    }
  }

  @Test
  void theDueTimeSurvivesARestartAndAMissedOneIsNotMadeUpFor() {
    var table = table("60/0/0/0/0/0");
    var due = at(START, new Random(1)).due(table);
    assertThat(at(START.plusSeconds(5), new Random(2)).due(table)).isEqualTo(due);
    var late = START.plus(Duration.ofDays(3));
    assertThat(at(late, NONE).due(table)).isEqualTo(due);
    at(late, NONE).polled(table);
    assertThat(at(late, NONE).due(table)).isEqualTo(late);
    at(late, NONE).polled(table);
    assertThat(at(late, NONE).due(table)).isEqualTo(late.plus(Duration.ofHours(1)));
  }

  @Test
  void anotherTableBeginsAnewAndDamageIsNoEnd() {
    at(START, NONE).polled(table("15/1/60/0/0/0"));
    var later = START.plus(Duration.ofHours(5));
    assertThat(at(later, NONE).due(table("30/0/0/0/0/0"))).isEqualTo(later);
    store.notes().put("poll/slot", "rubbish");
    assertThat(at(later, NONE).due(table("30/0/0/0/0/0"))).isEqualTo(later);
    store.notes().put("poll/schedule", "7");
    assertThat(at(later, NONE).due(table("30/0/0/0/0/0"))).isEqualTo(later);
    var setBack = START.minus(Duration.ofDays(400));
    assertThat(at(setBack, NONE).due(table("30/0/0/0/0/0"))).isEqualTo(setBack);
    at(later, NONE).forget();
    assertThat(store.notes().startingWith("poll/")).isEmpty();
  }

  @Test
  void anAccountThatWantsTriesWithoutEndOrPauseGetsNeither() {
    var retry = new Retry(Integer.MAX_VALUE, Duration.ZERO, Duration.ZERO);
    var pauses = new ArrayList<Duration>();
    var backoff = new Backoff(retry, new Random(3));
    for (int number = 1; backoff.pause(number).isPresent(); number++) {
      pauses.add(backoff.pause(number).get());
    }
    assertThat(pauses).hasSize(20).allMatch(pause -> pause.toMillis() <= 1000);
    assertThat(pauses).anyMatch(pause -> pause.toMillis() > 500);
  }

  @Test
  void pausesGrowWithJitterAndEnd() {
    var retry = new Retry(3, Duration.ofSeconds(16), Duration.ofSeconds(40));
    var backoff = new Backoff(retry, new Random(3));
    for (int i = 0; i < 50; i++) {
      assertThat(backoff.pause(1).orElseThrow()).isBetween(Duration.ZERO, Duration.ofSeconds(16));
      assertThat(backoff.pause(3).orElseThrow()).isBetween(Duration.ZERO, Duration.ofSeconds(40));
    }
    assertThat(backoff.pause(4)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "120, PT2M",
    "99999999999, PT24H",
    "'Thu, 01 Jan 2026 00:05:00 GMT', PT5M",
    "'Wed, 31 Dec 2025 00:05:00 GMT', PT0S"
  })
  void retryAfterIsSecondsOrADate(String header, Duration wait) {
    assertThat(Backoff.retryAfter(header, START)).contains(wait);
    assertThat(Backoff.retryAfter("soon", START)).isEmpty();
  }
}
