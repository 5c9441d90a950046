package io.reeve.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the other tests stand on.
final class BootedMachineTest {
  private static BootedMachine boot() throws IOException {
    return Requirements.orSkip(() -> BootedMachine.boot(MachineImage.get(), Map.of()));
  }

  private static void serve(BootedMachine machine) {
    machine.need("systemd-run", "--quiet", "--unit=service", "sleep", "1000");
  }

  private static String state(BootedMachine machine) {
    return machine.run("systemctl", "is-active", "service").out().strip();
  }

  @Test
  void twoMachinesAtOnceKillTheirOwnServicesAndLoseTheirOwnPower() throws IOException {
    try (var one = boot();
        var other = boot()) {
      serve(one);
      serve(other);
      one.need("systemctl", "kill", "--signal=KILL", "service");
      assertThat(state(other)).isEqualTo("active");
      one.cutPower();
      one.start();
      assertThat(state(one)).isEqualTo("inactive");
      assertThat(state(other)).isEqualTo("active");
      other.need("systemctl", "stop", "service");
    }
  }

  @Test
  void nothingIsLeftOfAMachine() throws IOException {
    var machine = boot();
    var traces = machine.traces();
    assertThat(traces).hasSizeGreaterThan(1).allSatisfy(path -> assertThat(path).exists());
    machine.close();
    assertThat(traces).allSatisfy(path -> assertThat(path).doesNotExist());
  }
}
