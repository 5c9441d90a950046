package io.reeve.harness.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.local.AgentException;
import io.reeve.harness.load.LoadPlan.Ending;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadPlanTest {
  @Test
  void whatIsGivenIsDone() {
    var plan = LoadPlan.of("1,20,300", 8, 25, null, 0.5);

    assertThat(plan.fleets()).containsExactly(1, 20, 300);
    assertThat(plan.ending()).isEqualTo(new Ending.After(Duration.ofSeconds(30)));
    assertThat(LoadPlan.of("7", 8, 25, null, null).ending()).isEqualTo(new Ending.Syncs(5));
  }

  @ParameterizedTest(name = "{5}")
  @CsvSource({
    "'', 8, 25,, , \"--devices: '' is no number\"",
    "ten, 8, 25,, , \"--devices: 'ten' is no number\"",
    "'1,,2', 8, 25,, , \"--devices: '' is no number\"",
    "0, 8, 25,, , --devices: 0 is not in 1 to 20000",
    "20001, 8, 25,, , --devices: 20001 is not in 1 to 20000",
    "'5,5', 8, 25,, , --devices: 5 after 5",
    "1, 0, 25,, , --at-once: 0 is not in 1 to 500",
    "1, 501, 25,, , --at-once: 501 is not in 1 to 500",
    "1, 8, 2001,, , --settings: 2001 is not in 0 to 2000",
    "1, 8, 25, 0,, --syncs: 0 is not in 1 to 1000000",
    "1, 8, 25, 5, 1, --syncs and --minutes exclude each other",
    "1, 8, 25,, 0, --minutes: 0.0 is not in 0 to 1440",
    "1, 8, 25,, NaN, --minutes: NaN is not in 0 to 1440",
  })
  void whatMakesNoSenseIsRefusedWithTheOption(
      String devices,
      int atOnce,
      int settings,
      @Nullable Integer syncs,
      @Nullable Double minutes,
      String message) {
    assertThatThrownBy(() -> LoadPlan.of(devices, atOnce, settings, syncs, minutes))
        .isInstanceOf(AgentException.class)
        .hasMessage(message.replace("\"", ""))
        .extracting(thrown -> ((AgentException) thrown).kind())
        .isEqualTo(AgentException.Kind.USAGE);
  }
}
