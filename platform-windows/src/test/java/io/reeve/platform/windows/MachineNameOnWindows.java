package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class MachineNameOnWindows {
  private final MachineName name = new NativeMachineName(WineWin32.here());

  @Test
  void theMachineTellsWhatItIs() throws IOException {
    assertThat(name.present()).isNotBlank();
    assertThat(name.set()).isNotBlank();
    assertThat(name.serial()).isEqualTo(name.serial().strip());
    name.isInDomain();
  }

  @Test
  void aNameIsSetForTheNextRestart() throws IOException {
    assumeTrue(WineWin32.isHosted(), "SKIPPED: a machine's name is changed inside Wine only");
    var before = name.set();
    try {
      name.set("reeve-test");
      assertThat(name.set()).isEqualTo("reeve-test");
    } finally {
      name.set(before);
    }
  }
}
