package io.reeve.core.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.Power;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.RemoteAction.Result;
import io.reeve.policy.Value;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PowerActionTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-07-01T10:00:00Z"), ZoneOffset.UTC);
  private final List<String> scheduled = new ArrayList<>();
  private final Power power =
      new Power() {
        @Override
        public void schedule(Way way, Duration in, String words) {
          scheduled.add(words);
        }

        @Override
        public boolean cancel() {
          boolean was = !scheduled.isEmpty();
          scheduled.clear();
          return was;
        }
      };

  private static RemoteAction named(String name, Optional<Power> power) {
    return PowerAction.all(power, CLOCK, (way, in) -> way + " in " + in).stream()
        .filter(each -> each.uri().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private RemoteAction named(String name) {
    return named(name, Optional.of(power));
  }

  @Test
  void peopleAreToldHowLongTheyHave() throws IOException {
    assertThat(named("RebootNow").run(Value.absent()))
        .isEqualTo(new Result.Started(CLOCK.instant().plusSeconds(300)));
    assertThat(named("ShutDown").run(Value.of("90")))
        .isEqualTo(new Result.Started(CLOCK.instant().plusSeconds(5400)));
    assertThat(scheduled).containsExactly("RESTART in PT5M", "SWITCH_OFF in PT1H30M");
    assertThat(List.of(named("RebootNow"), named("ShutDown"))).allMatch(RemoteAction::endsMachine);
    assertThat(named("RebootNow").endsAfter(Value.absent())).isEqualTo(Duration.ofMinutes(5));
    assertThat(named("ShutDown").endsAfter(Value.of("90"))).isEqualTo(Duration.ofMinutes(90));
    assertThat(named("ShutDown").endsAfter(Value.of("soon"))).isZero();
  }

  @Test
  void whatIsScheduledCanBeCalledOff() throws IOException {
    named("RebootNow").run(Value.of("0"));
    var cancel = named("CancelShutDown");
    assertThat(cancel.run(Value.of("1"))).isInstanceOf(Result.Refused.class);
    assertThat(scheduled).hasSize(1);
    assertThat(cancel.run(Value.absent()))
        .isEqualTo(
            new Result.CalledOff(
                "the machine stays on", List.of(PowerAction.RESTART, PowerAction.SHUT_DOWN)));
    assertThat(cancel.run(Value.absent())).isEqualTo(new Result.Done("nothing was scheduled"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1441", "soon", "", "5; reboot", "99999999999"})
  void aTimeThatIsNoneIsRefused(String minutes) throws IOException {
    assertThat(named("RebootNow").run(Value.of(minutes)))
        .isEqualTo(new Result.Refused("the argument is the minutes until then, 0 to 1440"));
    assertThat(scheduled).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RebootNow", "ShutDown", "CancelShutDown"})
  void aScratchRootIsNotSwitchedOff(String name) throws IOException {
    assertThat(named(name, Optional.empty()).run(Value.absent()))
        .isInstanceOf(Result.Refused.class);
  }
}
