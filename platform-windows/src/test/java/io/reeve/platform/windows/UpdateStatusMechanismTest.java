package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class UpdateStatusMechanismTest {
  private final MemoryRegistry registry = new MemoryRegistry();
  private int counted;
  private Optional<Instant> refreshed = Optional.of(Instant.parse("2026-11-20T08:09:10.5Z"));
  private final Updates updates =
      new Updates() {
        @Override
        public Counts count() throws IOException {
          counted++;
          if (counted > 1) {
            throw new IOException("Windows Update is switched off");
          }
          return new Counts(7, 2);
        }

        @Override
        public Optional<Instant> refreshed() {
          return refreshed;
        }
      };
  private final UpdateStatusMechanism mechanism =
      new UpdateStatusMechanism(Optional.of(registry), Optional.of(updates), Clock.systemUTC());

  private static Address what(String word) {
    return new Address("update-status", Map.of("what", word));
  }

  private Value read(String word) throws IOException {
    return mechanism.bind(what(word)).read();
  }

  @Test
  void updatesAreCountedOnceForAWhile() throws IOException {
    assertThat(read("pending")).isEqualTo(Value.of(7));
    assertThat(read("security")).isEqualTo(Value.of(2));
    assertThat(counted).isOne();
  }

  @Test
  void theTimeOfTheLastSearchIsTold() throws IOException {
    assertThat(read("refreshed")).isEqualTo(Value.of("2026-11-20T08:09:10Z"));
  }

  @Test
  void whatWasNeverSearchedHasNoTime() throws IOException {
    refreshed = Optional.empty();
    assertThat(read("refreshed")).isEqualTo(Value.absent());
  }

  @Test
  void aRestartThatUpdatesWaitForIsTold() throws IOException {
    assertThat(read("restart")).isEqualTo(Value.of(false));
    registry.given(
        RegistryKey.machine(
            "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WindowsUpdate\\Auto"
                + " Update\\RebootRequired"),
        "8b2c",
        RegistryData.number(1));
    assertThat(read("restart")).isEqualTo(Value.of(true));
  }

  @Test
  void whatCannotBeCountedSaysWhy() throws IOException {
    counted = 1;
    var point = mechanism.bind(what("pending"));
    assertThatThrownBy(point::read).hasMessageContaining("switched off");
  }

  @Test
  void itIsOnlyReadAndOnlyOnARealMachine() throws IOException {
    var point = mechanism.bind(what("pending"));
    assertThatThrownBy(() -> point.write(Value.of(0))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> mechanism.bind(what("all")))
        .isInstanceOf(IllegalArgumentException.class);
    var none = new UpdateStatusMechanism(Optional.empty(), Optional.empty(), Clock.systemUTC());
    assertThatThrownBy(() -> none.bind(what("pending"))).isInstanceOf(NotApplicableException.class);
  }
}
