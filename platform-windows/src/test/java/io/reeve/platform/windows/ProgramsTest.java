package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reeve.core.programs.ProcessCommands;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Scripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgramsTest {
  @TempDir Path folder;
  private final List<String> ended = new ArrayList<>();

  private ProcessCommands.Tree tree() {
    return process ->
        () -> {
          if (process.isAlive()) {
            process.destroyForcibly();
          }
          ended.add("ended");
        };
  }

  /// A program that tells what it was given, in PowerShell's place.
  private WindowsScripts scripts(String program) throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "SKIPPED: /bin/sh stands for PowerShell");
    var shell = folder.resolve("powershell");
    Files.writeString(shell, "#!/bin/sh\n" + program + "\n");
    Files.setPosixFilePermissions(shell, PosixFilePermissions.fromString("rwx------"));
    return new WindowsScripts(shell, Map.of("SystemRoot", "C:\\Windows"), tree());
  }

  private Scripts.Script script(String text, Duration patience) {
    return new Scripts.Script(text, "", false, patience, folder.resolve("scripts"));
  }

  @Test
  void aScriptIsAFileThatPowerShellIsGiven() throws IOException {
    var ran =
        scripts("echo \"$@\"; /bin/cat \"$7\"; exit 3")
            .run(script("exit 3", Duration.ofMinutes(1)));
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.output())
        .startsWith("-NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -File ")
        .endsWith("\uFEFFexit 3");
    assertThat(ended).hasSize(1);
    assertThat(folder.resolve("scripts")).isEmptyDirectory();
  }

  @Test
  void oneThatTakesTooLongIsEndedWithAllItStarted() throws IOException {
    var ran = scripts("exec /bin/sleep 600").run(script("", Duration.ofMillis(50)));
    assertThat(ran.exit()).isEqualTo(Scripts.Ran.LATE);
    assertThat(ended).hasSize(1);
  }

  @Test
  void oneThatCannotBeHeldIsEndedAndSaid() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sleep")), "SKIPPED: /bin/sleep is not there");
    var started = new ArrayList<Process>();
    var shell = scripts("exec /bin/sleep 600").powershell();
    var scripts =
        new WindowsScripts(
            shell,
            Map.of(),
            process -> {
              started.add(process);
              throw new IOException("it goes into no job");
            });
    assertThatThrownBy(() -> scripts.run(script("", Duration.ofMinutes(1))))
        .hasMessage("it goes into no job");
    assertThat(started.getFirst().onExit().join().isAlive()).isFalse();
    assertThat(folder.resolve("scripts")).isEmptyDirectory();
  }

  @Test
  void oneThatHasEndedBeforeItCouldBeHeldHasRun() throws IOException {
    var shell = scripts("echo done; exit 4").powershell();
    var scripts =
        new WindowsScripts(
            shell,
            Map.of(),
            process -> {
              process.onExit().join();
              throw new IOException("access is denied");
            });
    var ran = scripts.run(script("", Duration.ofMinutes(1)));
    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.output()).isEqualTo("done");
  }

  @Test
  void aFolderThatCannotBeDeletedDoesNotTakeTheResultAway() throws IOException {
    var deep = "mkdir -p " + "d/".repeat(205) + "; exit 5";
    var ran = scripts(deep).run(script("", Duration.ofMinutes(1)));
    assertThat(ran.exit()).isEqualTo(5);
    assertThat(folder.resolve("scripts")).isNotEmptyDirectory();
  }

  @Test
  void whatWindowsDoesNotRunIsSaid() throws IOException {
    var scripts = scripts("exit 0");
    var user = new Scripts.Script("", "", true, Duration.ofSeconds(1), folder);
    var other = new Scripts.Script("", "/bin/sh", false, Duration.ofSeconds(1), folder);
    assertThatThrownBy(() -> scripts.run(user)).isInstanceOf(NotApplicableException.class);
    assertThatThrownBy(() -> scripts.run(other)).isInstanceOf(NotApplicableException.class);
    assertThatThrownBy(() -> WindowsScripts.none().run(other))
        .isInstanceOf(NotApplicableException.class);
  }

  @Test
  void programsGetTheFewVariablesTheyNeed() {
    assertThat(Programs.environment(new SystemFolders("D:\\Windows", "D:\\Windows\\System32")))
        .containsAllEntriesOf(
            Map.of(
                "SystemRoot", "D:\\Windows",
                "SystemDrive", "D:",
                "PATH",
                    "D:\\Windows\\System32;D:\\Windows;D:\\Windows\\System32\\WindowsPowerShell\\v1.0"))
        .hasSize(10);
  }
}
