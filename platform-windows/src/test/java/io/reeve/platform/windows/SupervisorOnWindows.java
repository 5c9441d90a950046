package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

final class SupervisorOnWindows {
  @Test
  void aProcessThatTheServiceManagerHasNotStartedIsSimplyRun() {
    var ran = new ArrayList<String>();
    new ServiceSupervisor(WineWin32.here())
        .run((ready, _) -> {
          ready.run();
          ran.add("ran");
        });
    assertThat(ran).containsExactly("ran");
  }
}
