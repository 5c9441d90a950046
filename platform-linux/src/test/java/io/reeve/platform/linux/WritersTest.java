package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class WritersTest {
  private static final Path FILE = Path.of("/etc/app.conf");

  private final AtomicLong nanos = new AtomicLong();
  private final Writers writers = new Writers(nanos::get);

  private void fill() {
    for (int i = 0; i < Writers.MOST; i++) {
      writers.wrote(Path.of("/etc/" + i));
    }
  }

  @Test
  void aFileIsWrittenUntilItIsClosed() {
    writers.wrote(FILE);
    assertThat(writers.isWriting(FILE)).contains(true);
    writers.closed(FILE);
    assertThat(writers.isWriting(FILE)).contains(false);
  }

  @Test
  void whereThereAreTooManyNobodyKnowsOfTheOthers() {
    fill();
    writers.wrote(FILE);
    assertThat(writers.isWriting(FILE)).isEmpty();
    assertThat(writers.isWriting(Path.of("/etc/0"))).contains(true);
    writers.closed(Path.of("/etc/0"));
    assertThat(writers.isWriting(FILE)).contains(false);
  }

  @Test
  void whoWritesNothingForTenSecondsIsForgotten() {
    fill();
    nanos.addAndGet(Writers.QUIET.toNanos() - 1);
    writers.wrote(Path.of("/etc/0"));
    assertThat(writers.isWriting(FILE)).isEmpty();
    nanos.addAndGet(1);
    writers.wrote(FILE);
    assertThat(writers.isWriting(FILE)).contains(true);
    assertThat(writers.isWriting(Path.of("/etc/0"))).contains(true);
    assertThat(writers.isWriting(Path.of("/etc/1"))).contains(false);
  }
}
