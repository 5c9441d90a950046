package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Scripts;
import java.io.File;
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
  private final List<Process> started = new ArrayList<>();

  private final MemorySessions sessions = new MemorySessions();

  /// As a process of this system.
  private Process start(Launch.Program program) throws IOException {
    var builder = new ProcessBuilder(program.command()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(program.environment());
    builder.directory(new File(program.folder()));
    started.add(builder.start());
    return started.getLast();
  }

  /// A program that tells what it was given, in PowerShell's place.
  private WindowsScripts scripts(String program) throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "SKIPPED: /bin/sh stands for PowerShell");
    var shell = folder.resolve("powershell");
    Files.writeString(shell, "#!/bin/sh\n" + program + "\n");
    Files.setPosixFilePermissions(shell, PosixFilePermissions.fromString("rwx------"));
    return new WindowsScripts(
        shell,
        Map.of("SystemRoot", "C:\\Windows"),
        this::start,
        sessions,
        (shared, sid) -> sessions.calls.add("share with " + sid));
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
    assertThat(started).singleElement().matches(each -> !each.isAlive());
    assertThat(folder.resolve("scripts")).isEmptyDirectory();
  }

  @Test
  void oneThatTakesTooLongIsEndedWithAllItStarted() throws IOException {
    var ran = scripts("exec /bin/sleep 600").run(script("", Duration.ofMillis(50)));
    assertThat(ran.exit()).isEqualTo(Scripts.Ran.LATE);
    assertThat(started).singleElement().matches(each -> !each.isAlive());
  }

  @Test
  void aScriptOfThePersonRunsInTheirSession() throws IOException {
    sessions.with(2, "bob", true, false).with(1, "alice", true, true);
    var script =
        new Scripts.Script("whoami", "", true, Duration.ofSeconds(5), folder.resolve("scripts"));
    var ran = scripts("exit 0").run(script);
    assertThat(ran).isEqualTo(new Scripts.Ran(0, "did it as alice"));
    assertThat(sessions.calls.getFirst())
        .isEqualTo("share with " + MemoryLocalAccounts.MACHINE + "-1001");
    assertThat(sessions.calls.getLast()).startsWith("start 1 ").contains("-File");
    assertThat(folder.resolve("scripts")).isEmptyDirectory();
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
    assertThatThrownBy(() -> scripts.run(user))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("nobody is logged in");
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
