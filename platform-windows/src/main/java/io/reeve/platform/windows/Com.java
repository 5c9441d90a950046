package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// COM, on a thread of its own in the apartment that any thread may share. A call that does not
/// come back holds nobody but that thread: it is left behind and another takes its place. What was
/// waiting behind it fails, and while several hang nothing more is begun.
final class Com {
  private static final int MOST_LEFT = 3;

  private final Win32 windows;
  private final String name;
  private Apartment apartment = new Apartment();
  private int left;

  /// @param name what it is used for; each use has its own thread
  Com(Win32 windows, String name) {
    this.windows = windows;
    this.name = name;
  }

  /// What is done with COM.
  @FunctionalInterface
  interface Work<T> {
    T with(ComSession session) throws IOException;
  }

  /// A thread, until it is left behind.
  private final class Apartment {
    private final ExecutorService thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("reeve-com-" + name).factory());
    private boolean isLeft;

    <T> Future<T> submit(Work<T> work) {
      return thread.submit(() -> {
        try {
          initialize();
          try (var session = new ComSession(windows)) {
            return work.with(session);
          }
        } finally {
          isBack(this);
        }
      });
    }
  }

  /// Does it and gives back every object that it was given.
  ///
  /// @throws IOException when it fails, or takes longer than that
  <T> T run(Duration patience, Work<T> work) throws IOException {
    var mine = usable();
    try {
      return mine.submit(work).get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      leave(mine);
      throw new IOException(
          "Windows (" + name + ") did not answer within " + patience.toSeconds() + " s", e);
    } catch (CancellationException | RejectedExecutionException e) {
      throw new IOException("Windows (" + name + ") did not answer what was asked before this", e);
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private synchronized Apartment usable() throws IOException {
    if (left > MOST_LEFT) {
      throw new IOException(
          "Windows (%s) has not come back from %d calls and is asked nothing more"
              .formatted(name, left));
    }
    return apartment;
  }

  /// Only by the first of those who wait for it in vain.
  private synchronized void leave(Apartment one) {
    if (one.isLeft) {
      return;
    }
    one.isLeft = true;
    left++;
    apartment = new Apartment();
    for (var waiting : one.thread.shutdownNow()) {
      if (waiting instanceof Future<?> future) {
        future.cancel(false);
      }
    }
  }

  private synchronized void isBack(Apartment one) {
    if (one.isLeft) {
      left--;
    }
  }

  /// Once for each thread would do; again does no harm.
  private void initialize() throws OsException {
    var ole = windows.load("ole32", Ole32.class);
    int said = ole.CoInitializeEx(null, Ole32.COINIT_MULTITHREADED);
    if (said < 0) {
      throw WinError.failure("CoInitializeEx", said, "COM");
    }
  }

  private static IOException failure(ExecutionException e) {
    return switch (Objects.requireNonNull(e.getCause())) {
      case IOException failed -> failed;
      case UnsatisfiedLinkError missing ->
          new IOException("this Windows lacks a call: " + missing.getMessage(), missing);
      case RuntimeException defect -> throw defect;
      case Throwable other -> new IOException(other.getMessage(), other);
    };
  }
}
