package io.reeve.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.agent.PersonStage.Machine;
import io.reeve.core.local.AgentException;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.RemoteAction.Result;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GoingDownTest {
  private final Machine machine = new Machine();
  private int wishes;

  private RemoteAction restart() {
    var host =
        new Host(
            Path.of("/srv/root"),
            machine.commands(),
            io.reeve.core.spi.FileAttributes.none(),
            Clock.systemUTC());
    return GoingDown.withTimeToSave(machine.actions(host), machine, () -> wishes++).getFirst();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "nobody,     0,   0",
    "somebody,   0,   1",
    "somebody,   ' 0 ', 1",
    "somebody,   00,  1",
    "somebody,   -0,  1",
    "somebody,   '\u0660', 1",
    "somebody,   10,  10",
    "a defect,   0,   1",
  })
  void atOnceMeansInAMinuteWhereSomebodyIsLoggedIn(String who, String asked, String done)
      throws IOException {
    switch (who) {
      case "somebody" -> machine.comes("ann", false);
      case "a defect" -> machine.silent = true;
      default -> machine.goes("ann");
    }
    assertThat(restart().run(Value.of(asked))).isInstanceOf(Result.Started.class);
    assertThat(machine.restarts).containsExactly(done);
    assertThat(wishes).isEqualTo(1);
  }

  @Test
  void whatIsStoppedIsStoppedByTheSystemAndAFailureIsSaid() {
    assertThatThrownBy(() -> GoingDown.stop(List.of()))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("cannot be told to stay on");
    assertThatThrownBy(() -> GoingDown.stop(List.of(stayOn(new Result.Refused("it is late")))))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("it is late");
    GoingDown.stop(List.of(stayOn(new Result.Done("nothing was scheduled"))));
  }

  private static RemoteAction stayOn(Result result) {
    return new RemoteAction() {
      @Override
      public OmaUri uri() {
        return OmaUri.parse("./Device/Vendor/Reeve/Actions/CancelShutDown");
      }

      @Override
      public Result run(Value argument) {
        return result;
      }
    };
  }
}
