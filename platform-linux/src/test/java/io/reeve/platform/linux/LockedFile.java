package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.reeve.core.spi.Mechanism;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// A file that another program holds locked for a while.
final class LockedFile {
  private LockedFile() {}

  /// Does something while a file is locked, and waits until the mechanism tells that it is free.
  static void awaiting(Mechanism mechanism, Path file, ThrowingCallable work) throws Exception {
    Tools.need("/usr/bin/flock", "util-linux");
    var told = new Semaphore(0);
    var holder =
        new ProcessBuilder("/usr/bin/flock", file.toString(), "/bin/sh", "-c", "echo held; cat")
            .start();
    try (var _ = mechanism.watch(_ -> told.release())) {
      assertThat(holder.inputReader().readLine()).isEqualTo("held");
      told.acquire();
      assertThatCode(work).doesNotThrowAnyException();
      holder.outputWriter().close();
      assertThat(told.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      holder.destroy();
      holder.waitFor();
    }
  }
}
