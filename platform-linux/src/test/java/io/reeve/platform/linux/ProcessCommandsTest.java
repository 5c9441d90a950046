package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.programs.ProcessCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProcessCommandsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private final ProcessCommands commands = ProcessCommands.unix();

  @Test
  void exitCodeAndBothOutputsComeBack() throws IOException {
    var result = commands.run(List.of("/bin/sh", "-c", "echo out; echo err >&2; exit 3"), LONG);
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.out()).isEqualTo("out\n");
    assertThat(result.err()).isEqualTo("err\n");
  }

  @Test
  void theEnvironmentIsFixedAndTheInputEmpty() throws IOException {
    var result =
        commands.run(List.of("/bin/sh", "-c", "cat; env -u _ -u PWD -u SHLVL | sort"), LONG);
    assertThat(result.out().lines().map(line -> line.split("=")[0]))
        .containsExactly("LC_ALL", "PATH");
  }

  @Test
  void whatIsTooMuchIsCutAndTheProgramStillEnds() throws IOException {
    var result = commands.run(List.of("/usr/bin/head", "-c", "6000000", "/dev/zero"), LONG);
    assertThat(result.ok()).isTrue();
    assertThat(result.out()).hasSize(4 << 20);
  }

  @Test
  void theDeadlineEndsTheWholeTree() {
    assertThatThrownBy(() ->
            commands.run(List.of("/bin/sh", "-c", "sleep 600 & sleep 600"), Duration.ofMillis(300)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/bin/sh did not end");
  }

  /// As a package's script does that starts a daemon.
  @Test
  void aChildThatHoldsTheOutputOpenMakesNoFailureOfASuccess() throws IOException {
    var result = commands.run(List.of("/bin/sh", "-c", "echo out; sleep 20 &"), LONG);
    assertThat(result.ok()).isTrue();
    assertThat(result.out()).isEqualTo("out\n");
  }

  @Test
  void aMissingProgramIsNamed() {
    assertThatThrownBy(() -> commands.run(List.of("/no/such"), LONG))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/no/such");
  }

  @Test
  void aProgramWithoutAPathIsRefused() {
    assertThatThrownBy(() -> commands.run(List.of("sh"), LONG))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
