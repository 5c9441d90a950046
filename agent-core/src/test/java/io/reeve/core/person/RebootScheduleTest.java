package io.reeve.core.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Request;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.policy.OmaUri;
import io.reeve.store.LocalStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RebootScheduleTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Duration AHEAD = Duration.ofMinutes(10);

  @TempDir private Path folder;
  private LocalStore store;

  @BeforeEach
  void open() {
    store = LocalStore.open(folder.resolve("reeve.db"), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private RebootSchedule at(Instant now) {
    return new RebootSchedule(store.notes(), Clock.fixed(now, ZoneOffset.UTC), () -> {});
  }

  private Reply ask(String asked, String node, String text) {
    var uri = OmaUri.parse("./Device/Vendor/MSFT/Reboot/Schedule/" + node);
    return at(berlin(asked)).handle(List.of(request(uri, text)), false).replies().getFirst();
  }

  private static Request request(OmaUri uri, String text) {
    return new Request("1", Verb.REPLACE, uri, Optional.empty(), Optional.empty(), text);
  }

  private static Instant berlin(String local) {
    return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
  }

  private String next(String now) {
    return at(berlin(now))
        .next(berlin(now), BERLIN)
        .map(at -> at.atZone(BERLIN).toLocalDateTime().toString())
        .orElse("never");
  }

  private boolean take(String now) {
    return at(berlin(now)).take(berlin(now), BERLIN, AHEAD);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "in its zone,            2026-11-03T22:00:00,       2026-11-03T12:00, 2026-11-03T22:00",
    "in the zone it names,   2026-11-03T22:00:00Z,      2026-11-03T12:00, 2026-11-03T23:00",
    "missed while off,       2026-11-03T22:00:00,       2026-12-24T08:00, 2026-11-03T22:00",
    "in the gap of March,    2026-03-29T02:30:00,       2026-03-28T12:00, 2026-03-29T03:30",
  })
  void aSingleOneIsAtItsTimeAndIsMadeUpFor(String name, String text, String now, String next) {
    assertThat(ask("2026-03-01T00:00", "Single", text)).isEqualTo(new Reply.Done());
    assertThat(next(now)).isEqualTo(next);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "later today,              2026-01-01T22:00:00, 2026-06-10T12:00, 2026-06-10T22:00",
    "a little late,            2026-01-01T22:00:00, 2026-06-10T22:59, 2026-06-10T22:00",
    "too late for today,       2026-01-01T22:00:00, 2026-06-10T23:01, 2026-06-11T22:00",
    "late over midnight,       2026-01-01T23:50:00, 2026-06-11T00:20, 2026-06-10T23:50",
    "too late over midnight,   2026-01-01T23:50:00, 2026-06-11T00:51, 2026-06-11T23:50",
    "off for a year,           2026-01-01T22:00:00, 2027-06-11T12:00, 2027-06-11T22:00",
    "the hour that is missing, 2026-01-01T02:30:00, 2026-03-29T01:00, 2026-03-29T03:30",
    "the day after that,       2026-01-01T02:30:00, 2026-03-29T12:00, 2026-03-30T02:30",
    "the hour that is twice,   2026-01-01T02:30:00, 2026-10-25T01:00, 2026-10-25T02:30",
    "asked for in that gap,    2026-03-29T02:30:00, 2026-06-10T01:00, 2026-06-10T02:30",
    "a zone that is named,     2026-01-01T22:00:00Z, 2026-06-10T12:00, 2026-06-10T23:00",
  })
  void aDailyOneIsAtItsTimeEachDayAndIsNotMadeUpForLong(
      String name, String text, String now, String next) {
    ask("2026-01-01T00:00", "DailyRecurrent", text);
    assertThat(next(now)).isEqualTo(next);
  }

  @Test
  void whatWasTakenIsNotTakenAgainThoughTheServiceSendsItAgain() {
    ask("2026-06-10T12:00", "Single", "2026-06-10T22:00:00");
    assertThat(take("2026-06-10T21:49")).isFalse();
    assertThat(take("2026-06-10T21:50")).isTrue();
    assertThat(take("2026-06-10T21:51")).isFalse();
    ask("2026-06-11T12:00", "Single", "2026-06-10T22:00:00");
    assertThat(take("2026-06-11T12:00")).isFalse();
    ask("2026-06-11T12:00", "Single", "2026-06-11T13:00:00");
    assertThat(take("2026-06-11T13:00")).isTrue();
  }

  @Test
  void aClockThatWasWrongOnceTakesNothingAway() {
    ask("2026-06-10T12:00", "Single", "2030-01-01T03:00:00");
    assertThat(take("2040-01-01T00:00")).isTrue();
    assertThat(next("2026-06-10T12:05")).isEqualTo("2030-01-01T03:00");
    assertThat(take("2030-01-01T03:00")).isTrue();
    assertThat(next("2030-01-01T03:05")).isEqualTo("never");
  }

  private boolean starts(String boot, String now) {
    return at(berlin(now)).resume(boot, berlin(now), BERLIN);
  }

  @Test
  void whatWasDueWhileTheMachineWasOffIsDoneByItsStart() {
    assertThat(starts("boot 1", "2026-06-10T11:00")).isFalse();
    ask("2026-06-10T12:00", "Single", "2026-06-10T22:00:00");
    ask("2026-06-10T12:00", "DailyRecurrent", "2026-06-10T22:30:00");
    assertThat(starts("boot 1", "2026-06-10T13:00")).isFalse();
    assertThat(starts("boot 2", "2026-06-10T23:00")).isTrue();
    assertThat(next("2026-06-10T23:01")).isEqualTo("2026-06-11T22:30");
  }

  @Test
  void whatWasDueWhileOnlyTheAgentWasGoneIsMadeUpFor() {
    starts("boot 1", "2026-06-10T11:00");
    ask("2026-06-10T12:00", "Single", "2026-06-10T22:00:00");
    assertThat(starts("boot 1", "2026-06-11T08:00")).isFalse();
    assertThat(take("2026-06-11T08:00")).isTrue();
  }

  @Test
  void whatIsStillToComeOutlivesAStart() {
    starts("boot 1", "2026-06-10T11:00");
    ask("2026-06-10T12:00", "Single", "2026-06-10T22:00:00");
    assertThat(starts("boot 2", "2026-06-10T13:00")).isFalse();
    assertThat(next("2026-06-10T13:00")).isEqualTo("2026-06-10T22:00");
  }

  @Test
  void aDailyOneIsTakenOnceADayAlsoWhereItsWarningBeginsTheDayBefore() {
    ask("2026-06-10T12:00", "DailyRecurrent", "2026-06-10T00:05:00");
    assertThat(take("2026-06-10T23:55")).isTrue();
    assertThat(take("2026-06-10T23:59")).isFalse();
    assertThat(take("2026-06-11T00:05")).isFalse();
    assertThat(next("2026-06-11T00:10")).isEqualTo("2026-06-12T00:05");
    assertThat(take("2026-06-11T23:55")).isTrue();
  }

  @Test
  void inTheHourThatComesTwiceItIsTakenOnce() {
    ask("2026-10-24T12:00", "DailyRecurrent", "2026-10-24T02:30:00");
    var first = Instant.parse("2026-10-25T00:30:00Z");
    assertThat(at(first).take(first, BERLIN, AHEAD)).isTrue();
    var second = Instant.parse("2026-10-25T01:30:00Z");
    assertThat(at(second).take(second, BERLIN, AHEAD)).isFalse();
  }

  @Test
  void aDailyOneIsNotLateOnTheDayItIsAskedFor() {
    ask("2026-06-10T22:30", "DailyRecurrent", "2026-06-10T22:00:00");
    assertThat(next("2026-06-10T22:30")).isEqualTo("2026-06-11T22:00");
  }

  @Test
  void aClockThatWasFarAheadOnceDoesNotEndTheDailyOne() {
    ask("2026-06-10T12:00", "DailyRecurrent", "2026-06-10T22:00:00");
    assertThat(take("2040-06-10T22:00")).isTrue();
    assertThat(next("2026-06-10T12:01")).isEqualTo("2026-06-10T22:00");
  }

  @Test
  void ofBothTheSoonerCounts() {
    ask("2026-06-10T12:00", "Single", "2026-06-10T23:00:00");
    ask("2026-06-10T12:00", "DailyRecurrent", "2026-06-10T22:00:00");
    assertThat(next("2026-06-10T12:00")).isEqualTo("2026-06-10T22:00");
    assertThat(take("2026-06-10T22:00")).isTrue();
    assertThat(next("2026-06-10T22:05")).isEqualTo("2026-06-10T23:00");
  }

  @ParameterizedTest
  @CsvSource({"tomorrow", "22:00", "2026-13-01T00:00:00", "2026-11-03 22:00:00"})
  void whatIsNoTimeIsRefusedAndTheOneBeforeStays(String text) {
    ask("2026-06-10T12:00", "Single", "2026-06-10T23:00:00");
    assertThat(ask("2026-06-10T12:00", "Single", text)).isInstanceOf(Reply.Refused.class);
    assertThat(next("2026-06-10T12:00")).isEqualTo("2026-06-10T23:00");
  }

  @Test
  void withoutATimeThereIsNone() {
    ask("2026-06-10T12:00", "Single", "2026-06-10T23:00:00");
    ask("2026-06-10T12:00", "Single", "");
    assertThat(at(Instant.EPOCH).next(Instant.EPOCH, BERLIN)).isEqualTo(Optional.empty());
  }
}
