package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.programs.Tail;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Programs that are started, read, waited for and ended.
final class LaunchOnWindows {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CMD = "C:\\windows\\system32\\cmd.exe";
  private final Launch launch = new Launch(WineWin32.here());

  private static Launch.Program cmd(String desktop, String... arguments) {
    var command = new java.util.ArrayList<>(List.of(CMD));
    command.addAll(List.of(arguments));
    var environment = new TreeMap<>(Programs.environment(SystemFolders.of(WineWin32.here())));
    environment.put("GREETING", "Grüß Gott");
    return new Launch.Program(command, environment, "C:\\windows", desktop);
  }

  @Test
  void itsOutputAndItsEndAreTold() throws IOException {
    var ended = launch.run(cmd("", "/c", "echo", "%SystemDrive%", "&", "exit", "7"), 0, PATIENCE);
    assertThat(ended.exit()).isEqualTo(7);
    assertThat(ended.text()).startsWith("C:");
  }

  @Test
  void itGetsTheEnvironmentThatIsGivenAndNoOther() throws IOException {
    var ended = launch.run(cmd("", "/c", "set"), 0, PATIENCE);
    assertThat(ended.text()).contains("GREETING=").doesNotContain("WINEPREFIX", "JAVA_HOME");
  }

  @Test
  void itsInputIsEmpty() throws IOException {
    var ended = launch.run(cmd("", "/c", "set", "/p", "x=", "&", "echo", "over"), 0, PATIENCE);
    assertThat(ended.text()).contains("over");
  }

  @Test
  void whatTakesTooLongIsEndedWithAllThatItStarted() throws Exception {
    var process = launch.start(cmd("", "/c", "for", "/l", "%i", "in", "(1,0,2)", "do", "@rem"));
    try {
      assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(process.isAlive()).isTrue();
      assertThatThrownBy(process::exitValue).isInstanceOf(IllegalThreadStateException.class);
    } finally {
      process.destroy();
    }
    assertThat(process.waitFor(1, TimeUnit.SECONDS)).isTrue();
    assertThat(new Tail(process.getInputStream()).text()).isNotNull();
    process.destroy();
  }

  @Test
  void aProgramThatIsNotThereIsSaidSo() {
    var nothing = new Launch.Program(List.of("C:\\no\\such.exe"), Map.of(), "C:\\windows", "");
    assertThatThrownBy(() -> launch.start(nothing))
        .isInstanceOf(OsException.class)
        .hasMessageContaining("C:\\no\\such.exe");
  }
}
