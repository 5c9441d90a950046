package io.reeve.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.desk.Notice;
import io.reeve.core.desk.People;
import io.reeve.core.desk.Presence;
import io.reeve.core.desk.Presence.Attention;
import io.reeve.core.desk.Presence.Doing;
import io.reeve.core.desk.Presence.Power;
import io.reeve.store.LocalStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstallCourtesyTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private LocalStore store;
  private Instant wall = Instant.parse("2026-11-21T09:00:00Z");
  private long steady;
  private boolean inCall = true;
  private boolean metered;
  private InstallCourtesy courtesy;

  private final Trays trays = new Trays(() -> steady);

  private final People people =
      new People() {
        @Override
        public List<Person> here() {
          return List.of(new Person("ann", "1", true, true));
        }

        @Override
        public boolean tell(Person person, Notice notice) {
          return false;
        }

        @Override
        public Presence presence() {
          var doing = inCall ? List.of(Doing.IN_CALL) : List.<Doing>of();
          return new Presence(doing, Attention.HERE, Power.MAINS, metered);
        }
      };

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return wall;
        }
      };

  @BeforeEach
  void open() {
    store = LocalStore.open(folder.resolve("reeve.db"), Clock.systemUTC());
    courtesy = anew();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private InstallCourtesy anew() {
    return new InstallCourtesy(
        () -> Around.look(people, trays).presence(), store.notes(), clock, () -> steady);
  }

  private Optional<String> after(Duration time, Duration step) {
    for (var left = time; left.isPositive(); left = left.minus(step)) {
      wall = wall.plus(step);
      steady += step.toNanos();
      var _ = courtesy.against();
    }
    return courtesy.against();
  }

  @Test
  void anInstallBeginsWhenTheCallIsOver() {
    assertThat(after(MINUTE, MINUTE)).hasValue("in call");
    inCall = false;
    assertThat(courtesy.against()).isEmpty();
  }

  @Test
  void aCallThatNeverEndsHoldsAllThatWaitForADayTogether() {
    assertThat(after(DAY.minus(HOUR), HOUR)).isPresent();
    assertThat(after(HOUR.multipliedBy(2), HOUR)).isEmpty();
    assertThat(courtesy.against()).as("the next one of the queue").isEmpty();
    courtesy.rest();
    assertThat(courtesy.against()).as("another one, later").isPresent();
  }

  @Test
  void theTimeGoesOnOverRestartsAndWhileTheMachineIsOff() {
    after(Duration.ofHours(12), HOUR);
    for (int night = 0; night < 2; night++) {
      wall = wall.plus(Duration.ofHours(7));
      courtesy = anew();
      after(MINUTE, MINUTE);
    }
    assertThat(courtesy.against()).isEmpty();
  }

  @Test
  void whatPassedBeforeSomethingWaitedCountsForNothing() {
    courtesy.rest();
    wall = wall.plus(DAY.multipliedBy(9));
    courtesy = anew();
    assertThat(courtesy.against()).isPresent();
  }

  @Test
  void aLinkThatCostsIsWaitedForUnlessThePolicySaysOtherwise() {
    inCall = false;
    metered = true;
    assertThat(courtesy.against()).hasValue("metered");
    store.notes().put("person/policy/MeteredWaits", "false");
    assertThat(courtesy.against()).isEmpty();
  }

  /// That a window fills the screen only a tray can tell.
  @Test
  void whatATrayKnowsOfItsPersonCounts() {
    inCall = false;
    trays.hear("ann", new Presence(List.of(Doing.FULL_SCREEN), Attention.HERE, Power.MAINS, false));
    assertThat(courtesy.against()).hasValue("full screen");
  }
}
