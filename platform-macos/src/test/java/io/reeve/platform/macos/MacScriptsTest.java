package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Scripts.Ran;
import io.reeve.core.spi.Scripts.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real processes on whatever Unix runs the tests; that a job has a group of its own is for a Mac.
final class MacScriptsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path folder;

  private final FakeMac mac =
      new FakeMac().real("/bin/kill").with("/usr/bin/stat", _ -> FakeMac.said("root\n"));

  private Ran run(String text, Duration patience) throws IOException {
    return new MacScripts(mac.at(folder))
        .run(new Script(text, "", false, patience, folder.resolve("scripts")));
  }

  @Test
  void itsExitCodeAndTheEndOfItsOutputAreTold() throws IOException {
    var ran = run("echo to the service; exit 7", LONG);
    assertThat(ran.exit()).isEqualTo(7);
    assertThat(ran.output()).endsWith("to the service");
  }

  /// What reads the output gets no processor before the script and all of it have been ended.
  @Test
  void whatIsReadLateIsNotLost() throws IOException {
    var ended = new AtomicBoolean();
    mac.with(
        "/bin/kill",
        _ -> {
          ended.set(true);
          return FakeMac.said("");
        });
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread.ofVirtual()
          .start(() -> {
            while (!ended.get()) {
              Thread.onSpinWait();
            }
          });
    }
    try {
      assertThat(run("echo to the service", LONG).output()).endsWith("to the service");
    } finally {
      ended.set(true);
    }
  }

  @Test
  void nothingOfItIsLeftInItsFolder() throws IOException {
    run("mkdir -p $TMPDIR/a/b; ln -s / $TMPDIR/a/root", LONG);
    assertThat(folder.resolve("scripts")).isEmptyDirectory();
  }

  @Test
  void whatTakesTooLongIsEndedWithWhatItStarted() throws IOException {
    var ran = run("/bin/sleep 600 & /bin/sleep 600", Duration.ofMillis(300));
    assertThat(ran.exit()).isEqualTo(Ran.LATE);
  }

  @Test
  void itsEnvironmentIsFixed() throws IOException {
    var ran = run("echo \"$HOME $PATH $LC_ALL\"", LONG);
    assertThat(ran.output()).endsWith("/var/root /usr/bin:/bin:/usr/sbin:/sbin C");
  }

  @Test
  void nobodyIsAtTheMacWhileTheLoginWindowIs() {
    var script = new Script("true", "", true, LONG, folder.resolve("scripts"));
    assertThatThrownBy(() -> new MacScripts(mac.at(folder)).run(script))
        .hasMessage("nobody is at the machine now");
  }

  @Test
  void belowAScratchRootNothingRuns() {
    var scratch = new MacScripts(new Tools(mac.at(folder).host()));
    var script = new Script("true", "", false, LONG, folder);
    assertThatThrownBy(() -> scratch.run(script)).isInstanceOf(NotApplicableException.class);
  }
}
