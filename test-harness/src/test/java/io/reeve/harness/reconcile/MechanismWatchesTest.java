package io.reeve.harness.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.reconcile.MechanismWatches;
import io.reeve.core.spi.Mechanism;
import io.reeve.harness.Faults;
import io.reeve.harness.MemoryMechanism;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MechanismWatchesTest {
  private final Faults faults = new Faults();
  private final MemoryMechanism firewall = new MemoryMechanism("firewall", faults);
  private final MemoryMechanism hostname = new MemoryMechanism("hostname", faults);
  private final List<String> told = new ArrayList<>();
  private Duration now = Duration.ofDays(-1);
  private final MechanismWatches watches =
      new MechanismWatches(
          () -> now.toNanos(), (mechanism, by) -> told.add((mechanism + " " + by).strip()));

  @AfterEach
  void close() {
    watches.close();
  }

  private Optional<Duration> watch(Mechanism... wanted) {
    return watches.watch(Set.of(wanted));
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void whatIsWantedIsWatchedOnceAndLookedAtOnce() {
    assertThat(watch(firewall)).isEmpty();
    assertThat(watch(firewall, hostname)).isEmpty();
    assertThat(firewall.watchesBegun()).isEqualTo(1);
    assertThat(told).containsExactly("firewall", "hostname");
  }

  @Test
  void aChangeIsToldWithWhoMadeIt() {
    watch(firewall);
    told.clear();
    firewall.announce("nft (process 812, user 0)");
    assertThat(told).containsExactly("firewall nft (process 812, user 0)");
  }

  @Test
  void whatIsNoLongerWantedIsNoLongerWatched() {
    watch(firewall, hostname);
    told.clear();
    watch(hostname);
    firewall.announce("somebody");
    assertThat(told).isEmpty();
    assertThat(firewall.watches()).isZero();
    assertThat(hostname.watches()).isEqualTo(1);
  }

  @Test
  void aWatchThatCannotBeBegunIsTriedAgainAtLongerAndLongerIntervals() {
    faults.failOn("watch firewall");
    var waits = new ArrayList<Long>();
    for (int i = 0; i < 11; i++) {
      var wait = watch(firewall, hostname).orElseThrow();
      waits.add(wait.toSeconds());
      pass(wait);
    }
    assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
    faults.heal();
    assertThat(watch(firewall, hostname)).isEmpty();
    assertThat(firewall.watches()).isEqualTo(1);
    assertThat(hostname.watchesBegun()).isEqualTo(1);
  }

  @Test
  void anAttemptIsNotMadeBeforeItsTime() {
    faults.failOn("watch firewall");
    watch(firewall);
    pass(Duration.ofMillis(400));
    assertThat(watch(firewall)).contains(Duration.ofMillis(600));
    assertThat(faults.steps()).containsExactly("watch firewall");
  }

  @Test
  void aWatchThatIsLostIsLookedAtAndBegunAgain() {
    watch(firewall);
    told.clear();
    firewall.loseWatches("the bus closed the connection");
    assertThat(told).containsExactly("firewall");
    pass(watch(firewall).orElseThrow());
    assertThat(watch(firewall)).isEmpty();
    assertThat(firewall.watches()).isEqualTo(1);
    assertThat(told).containsExactly("firewall", "firewall");
  }

  @Test
  void aWatchThatLastedIsBegunAgainAtOnce() {
    watch(firewall);
    pass(Duration.ofHours(1));
    firewall.loseWatches("the bus was restarted");
    assertThat(watch(firewall)).isEmpty();
    assertThat(firewall.watches()).isEqualTo(1);
  }

  @Test
  void aWatchThatDiedWithoutAWordIsNoticedAtTheNextLook() {
    watch(firewall);
    pass(Duration.ofMinutes(15));
    firewall.loseWatchesSilently();
    assertThat(watch(firewall)).isEmpty();
    assertThat(firewall.watches()).isEqualTo(1);
  }

  @Test
  void aWatchThatNeverLastsIsBegunLessAndLessOften() {
    for (int i = 0; i < 20; i++) {
      watch(firewall);
      firewall.loseWatches("again");
      pass(watch(firewall).orElseThrow());
    }
    assertThat(watch(firewall)).isEmpty();
    firewall.loseWatches("again");
    assertThat(watch(firewall)).contains(Duration.ofMinutes(5));
  }

  @Test
  void aDefectInAWatchIsAFailureOfThatWatchOnly() {
    var broken =
        new Mechanism() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public Point bind(io.reeve.policy.Address address) {
            throw new IllegalArgumentException("no places: " + address);
          }

          @Override
          public Watch watch(Listener listener) {
            throw new IllegalStateException("a defect, as this test wants");
          }
        };
    assertThat(watch(broken, firewall)).contains(Duration.ofSeconds(1));
    assertThat(firewall.watches()).isEqualTo(1);
  }

  @Test
  void nothingIsToldAfterTheEnd() {
    watch(firewall);
    var listening = firewall.watches();
    watches.close();
    told.clear();
    firewall.announce("somebody");
    assertThat(listening).isEqualTo(1);
    assertThat(told).isEmpty();
  }
}
