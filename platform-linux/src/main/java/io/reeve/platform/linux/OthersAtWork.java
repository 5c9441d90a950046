package io.reeve.platform.linux;

import io.reeve.core.programs.LongWork;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism.Listener;
import io.reeve.core.spi.Mechanism.Watch;
import io.reeve.core.spi.PendingException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Lets other programs finish that hold locked what a tool of ours needs: the wait is beside the
/// loop, the setting is pending meanwhile and says for whom, and its end has the agent look again.
/// After half an hour it is a failure that says who it was, and is tried again like any.
final class OthersAtWork {
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /// For a lock whose holder cannot be seen.
  private static final int UNSEEN_LOOKS = 5;

  private static final String KEY = "turn";

  private final FileLocks locks;
  private final Culprits culprits;
  private final LongWork work;

  OthersAtWork(Host host) {
    this(host, host.path("/proc"));
  }

  /// @param proc where the process file system is
  OthersAtWork(Host host, Path proc) {
    this.locks = new FileLocks(proc);
    this.culprits = new Culprits(proc);
    this.work = new LongWork(host.clock());
  }

  /// Goes on when nobody holds any of these files.
  ///
  /// @throws PendingException when somebody does
  /// @throws IOException when somebody has for too long
  void giveWay(List<Path> files) throws IOException {
    var held = locks.held(files);
    if (held.isEmpty()) {
      work.forgive(KEY);
    } else {
      demand(files, "waits for " + words(held.orElseThrow()));
    }
  }

  /// A tool has just been refused for a lock on one of these files, whether it can be seen or not.
  ///
  /// @throws PendingException always, unless somebody has held one for too long
  void wasRefused(List<Path> files) throws IOException {
    giveWay(files);
    demand(files, "waits for another program that holds " + files.getFirst() + " locked");
  }

  private void demand(List<Path> files, String words) throws IOException {
    work.demand(KEY, "", words, () -> await(files));
  }

  private void await(List<Path> files) throws IOException {
    boolean seen = false;
    for (long looks = 0; looks < PATIENCE.dividedBy(LOOK); looks++) {
      var held = locks.held(files);
      seen |= held.isPresent();
      if (held.isEmpty() && (seen || looks >= UNSEEN_LOOKS)) {
        return;
      }
      pause();
    }
    throw new IOException(
        locks
            .held(files)
            .map(held -> "%s, for %d minutes now".formatted(words(held), PATIENCE.toMinutes()))
            .orElse("another program held what is needed until just now"));
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the wait for another program was interrupted", e);
    }
  }

  private String words(FileLocks.Held held) {
    return "%s, which holds %s locked"
        .formatted(culprits.of(held.process()).orElse("a program of the agent's own"), held.file());
  }

  /// Tells when a wait is over.
  Watch watch(Listener listener) {
    return work.watch(listener);
  }
}
