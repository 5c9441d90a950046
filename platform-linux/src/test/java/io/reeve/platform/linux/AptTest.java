package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AptTest {
  @TempDir Path root;
  private final List<String> ran = new ArrayList<>();

  private Path step() {
    return root.resolve("var/lib/dpkg/updates/0001");
  }

  /// @param endsWhenAsked whether whoever works with dpkg has ended once apt gets the lock
  private Apt apt(boolean endsWhenAsked, int configures) {
    Commands commands =
        (arguments, _) -> {
          ran.add(arguments.getLast());
          if (arguments.contains("check")) {
            assertThat(arguments).contains("DPkg::Lock::Timeout=300");
            if (endsWhenAsked) {
              Files.delete(step());
            }
            return new Commands.Result(endsWhenAsked ? 0 : 100, "", "E: dpkg was interrupted");
          }
          return new Commands.Result(configures, "", "error processing package x");
        };
    var host = new Host(root, commands, new Xattrs(), Clock.systemUTC());
    return new Apt(host, List.of(), List.of());
  }

  private void inTheMiddle() throws IOException {
    Scratch.file(root, "/var/lib/dpkg/updates/0001", "Package: x\n");
  }

  @Test
  void nothingIsRunWhereNothingWasInterrupted() throws IOException {
    apt(false, 0).finishWhatWasInterrupted();
    Files.createDirectories(step().getParent());
    apt(false, 0).finishWhatWasInterrupted();
    assertThat(ran).isEmpty();
  }

  @Test
  void somebodyElsesWorkIsWaitedForAndNotTakenForACrash() throws IOException {
    inTheMiddle();
    apt(true, 0).finishWhatWasInterrupted();
    assertThat(ran).containsExactly("check");
  }

  @Test
  void whatACrashLeftIsFinished() throws IOException {
    inTheMiddle();
    apt(false, 0).finishWhatWasInterrupted();
    assertThat(ran).containsExactly("check", "-a");
  }

  @Test
  void whatCannotBeFinishedSaysWhy() throws IOException {
    inTheMiddle();
    assertThatThrownBy(() -> apt(false, 1).finishWhatWasInterrupted())
        .isInstanceOf(IOException.class)
        .hasMessage("dpkg was interrupted and cannot go on: exit 1 error processing package x");
  }
}
