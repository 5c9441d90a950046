package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.programs.ProcessCommands;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Scripts.Ran;
import io.reeve.core.spi.Scripts.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real scripts in real processes, in a folder of the test's.
@Timeout(120)
final class LinuxScriptsTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  @TempDir Path folder;

  private final LinuxScripts scripts =
      new LinuxScripts(
          new Host(Path.of("/"), ProcessCommands.unix(), new Xattrs(), Clock.systemUTC()));

  @BeforeEach
  void theMachineHasSetsid() {
    Tools.need("/usr/bin/setsid", "util-linux");
  }

  private Ran run(String text) throws IOException {
    return run(text, "", LONG);
  }

  private Ran run(String text, String interpreter, Duration patience) throws IOException {
    return scripts.run(new Script(text, interpreter, false, patience, folder.resolve("scripts")));
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "7", "255"})
  void itsExitCodeIsTold(int exit) throws IOException {
    assertThat(run("exit " + exit).exit()).isEqualTo(exit);
  }

  @Test
  void itIsGivenToTheProgramOfItsFirstLineOrTheOneNamed() throws IOException {
    assertThat(run("#!/bin/cat\nhello").output()).isEqualTo("#!/bin/cat\nhello");
    assertThat(run("hello", "/bin/cat", LONG).output()).isEqualTo("hello");
    assertThat(run("#!/usr/bin/env -S cat\nhello").output()).endsWith("hello");
    assertThat(run("echo $0").output()).endsWith("/script");
    assertThatThrownBy(() -> run("#!secret\n"))
        .hasMessageContaining("names no program")
        .hasMessageNotContaining("secret");
    assertThat(run("exit 0", "/nowhere/at/all", LONG).exit()).isEqualTo(127);
  }

  @Test
  void itsInputIsEmptyItsFolderPrivateAndItsEnvironmentFixed() throws IOException {
    var said =
        run(
            """
            cat
            umask
            touch "$TMPDIR/file"
            stat -c %a "$TMPDIR/.." "$TMPDIR/file"
            env | cut -d= -f1 | sort | tr '\\n' ' '
            """);
    assertThat(said.output().lines().toList())
        .containsExactly(
            "0077", "700", "600", "HOME LC_ALL LOGNAME PATH PWD REEVE_SCRIPT_RUN TMPDIR USER");
  }

  @Test
  void nothingOfItIsLeft() throws IOException {
    run("mkdir -p $TMPDIR/a/b; ln -s / $TMPDIR/a/link; echo x > $TMPDIR/a/b/c");
    assertThat(folder.resolve("scripts")).isEmptyDirectory();
    assertThat(Path.of("/etc")).isDirectory();
  }

  @Test
  void theEndOfItsOutputIsKept() throws IOException {
    var said = run("yes line | head -n 100000; echo out; echo err >&2");
    assertThat(said.output()).hasSizeLessThanOrEqualTo(2048).endsWith("line\nout\nerr");
  }

  @Test
  void whatWantsMemoryWithoutEndDoesNotGetIt() throws IOException {
    Tools.need("/usr/bin/perl", "perl-base");
    assertThat(run("ulimit -d").output()).isEqualTo("2097152");
    assertThat(run("perl -e 'my $all = \"x\" x (3 << 30); print 1'").exit()).isNotZero();
    assertThat(run("perl -e 'my $some = \"x\" x (1 << 20); print 1'")).isEqualTo(new Ran(0, "1"));
  }

  @Test
  void whatTakesTooLongIsEndedWithAllItStarted() throws IOException {
    var pids = folder.resolve("pids");
    var patience = Duration.ofSeconds(1);
    var said = tooLong(pids, patience);
    while (said.output().isEmpty()) {
      // On a slow machine it was ended before it had started all of them.
      patience = patience.multipliedBy(2);
      said = tooLong(pids, patience);
    }
    assertThat(said).isEqualTo(new Ran(Ran.LATE, "ready"));
    awaitEnd(pids);
  }

  private Ran tooLong(Path pids, Duration patience) throws IOException {
    return run(
        """
        sleep 1000 & echo $! > %1$s
        setsid sleep 1000 & echo $! >> %1$s
        (setsid sh -c 'echo $$ >> %1$s; exec sleep 1000' &)
        while [ "$(wc -l < %1$s)" -lt 3 ]; do :; done
        echo ready
        wait
        """
            .formatted(pids),
        "",
        patience);
  }

  @Test
  void whatItLeavesBehindIsEndedToo() throws IOException {
    var pids = folder.resolve("pids");
    var said = run("setsid sleep 1000 & echo $! > " + pids + "; echo done");
    assertThat(said).isEqualTo(new Ran(0, "done"));
    awaitEnd(pids);
  }

  /// What was killed may not have had the processor since.
  private static void awaitEnd(Path pids) throws IOException {
    while (!alive(pids).isEmpty()) {
      Thread.onSpinWait();
    }
  }

  private static List<Long> alive(Path pids) throws IOException {
    return Files.readAllLines(pids).stream()
        .map(Long::parseLong)
        .filter(pid -> ProcessHandle.of(pid).filter(LinuxScriptsTest::runs).isPresent())
        .toList();
  }

  /// One that has ended and whose end nobody has taken note of is still in the list.
  private static boolean runs(ProcessHandle process) {
    try {
      var stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void nobodyAtTheMachineAndAScratchRootAreSaid() {
    var nobody =
        new LinuxScripts(
            new Host(
                Path.of("/"),
                (_, _) -> new Commands.Result(1, "", ""),
                new Xattrs(),
                Clock.systemUTC()));
    assertThatThrownBy(
            () -> nobody.run(new Script("exit 0", "", true, LONG, folder.resolve("scripts"))))
        .hasMessage("nobody is at the machine now");
    var scratch = new LinuxScripts(Scratch.host(folder));
    assertThatThrownBy(
            () -> scratch.run(new Script("exit 0", "", false, LONG, folder.resolve("scripts"))))
        .isInstanceOf(NotApplicableException.class);
  }
}
