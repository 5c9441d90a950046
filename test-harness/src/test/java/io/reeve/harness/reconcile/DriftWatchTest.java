package io.reeve.harness.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.reconcile.DriftWatch;
import io.reeve.core.spi.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DriftWatchTest {
  /// Sees a writer for so many times more.
  private static final class Writers implements Witness {
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int writing;

    @Override
    public Optional<Boolean> isBeingWritten(Path file) {
      return Optional.of(asked.incrementAndGet() <= writing);
    }

    @Override
    public void watch(Set<Path> files) {}

    @Override
    public Optional<String> who(Path file, Instant since) {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  private final Writers writers = new Writers();
  @TempDir Path folder;
  private final BlockingQueue<Set<Path>> told = new LinkedBlockingQueue<>();
  private DriftWatch watch;
  private Path file;

  @BeforeEach
  void open() throws IOException {
    file = folder.resolve("etc/app/app.conf");
    watch =
        new DriftWatch(
            Duration.ofMillis(20),
            writers,
            new DriftWatch.Listener() {
              @Override
              public void changed(Set<Path> files) {
                told.add(files);
              }

              @Override
              public void uncertain() {
                told.add(Set.of());
              }
            });
  }

  @AfterEach
  void close() throws IOException {
    watch.close();
  }

  /// Waits until this file is told of; others may come first.
  private void assertTold(Path expected) throws InterruptedException {
    Set<Path> all = new HashSet<>();
    while (!all.contains(expected)) {
      var next = told.poll(30, TimeUnit.SECONDS);
      assertThat(next).as("told so far: %s", all).isNotNull();
      if (next != null) {
        all.addAll(next);
      }
    }
    told.clear();
  }

  @Test
  void aChangeIsTold() throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "1");
    watch.watch(Set.of(file));
    Files.writeString(file, "2");
    assertTold(file);
  }

  @Test
  void whatSomebodyIsStillWritingIsToldWhenItIsDone() throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "1");
    watch.watch(Set.of(file));
    writers.writing = 5;
    Files.writeString(file, "2");
    assertTold(file);
    assertThat(writers.asked).hasValueGreaterThan(5);
  }

  @Test
  void whoNeverStopsWritingIsToldAllTheSame() throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "1");
    watch.watch(Set.of(file));
    writers.writing = Integer.MAX_VALUE;
    Files.writeString(file, "2");
    assertTold(file);
  }

  @Test
  void aReplacementByRenameIsTold() throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "1");
    watch.watch(Set.of(file));
    var fresh = Files.writeString(folder.resolve("fresh"), "2");
    Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertTold(file);
  }

  @Test
  void aFileThatGoesAndComesIsToldBothTimes() throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "1");
    watch.watch(Set.of(file));
    Files.delete(file);
    assertTold(file);
    Files.writeString(file, "2");
    assertTold(file);
  }

  @Test
  void aFileInAFolderThatIsNotThereYetIsToldWhenItComes() throws Exception {
    watch.watch(Set.of(file));
    Files.createDirectories(file.getParent());
    Files.writeString(file, "1");
    assertTold(file);
    Files.writeString(file, "2");
    assertTold(file);
  }

  @Test
  void aFolderThatIsReplacedIsWatchedAgain() throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "1");
    watch.watch(Set.of(file));
    Files.move(file.getParent(), folder.resolve("old"));
    assertTold(file);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "2");
    assertTold(file);
    Files.writeString(file, "3");
    assertTold(file);
  }

  @Test
  void aWatchedFolderTellsOfWhatIsInIt() throws Exception {
    var drops = Files.createDirectories(folder.resolve("drop.d"));
    watch.watch(Set.of(drops));
    Files.writeString(drops.resolve("99-other.conf"), "x");
    assertTold(drops);
  }

  @Test
  void neighboursAreNotTold() throws Exception {
    Files.createDirectories(file.getParent());
    watch.watch(Set.of(file));
    Files.writeString(file.resolveSibling("other.conf"), "x");
    Files.writeString(file, "1");
    var first = told.poll(30, TimeUnit.SECONDS);
    assertThat(first).isEqualTo(Set.of(file));
  }

  @Test
  void whatIsNoLongerWatchedIsNotTold() throws Exception {
    Files.createDirectories(file.getParent());
    var other = folder.resolve("other/other.conf");
    Files.createDirectories(other.getParent());
    watch.watch(Set.of(file));
    watch.watch(Set.of(other));
    Files.writeString(file, "1");
    Files.writeString(other, "1");
    assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo(Set.of(other));
  }

  @Test
  void moreFoldersThanMayBeWatchedAreSaidToBeUncertain() throws Exception {
    var many =
        IntStream.range(0, 600)
            .mapToObj(i -> folder.resolve("d" + i + "/x/file"))
            .collect(Collectors.toSet());
    for (var each : many) {
      Files.createDirectories(each.getParent());
    }
    watch.watch(many);
    assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo(Set.of());
  }
}
