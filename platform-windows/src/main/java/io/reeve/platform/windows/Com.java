package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// COM, on a thread of its own in the apartment that any thread may share. A call that does not
/// come back holds nobody but that thread: it is left behind and another takes its place.
final class Com {
  private final Win32 windows;
  private final String name;
  private ExecutorService thread;

  /// @param name what it is used for; each use has its own thread
  Com(Win32 windows, String name) {
    this.windows = windows;
    this.name = name;
    this.thread = begin();
  }

  /// What is done with COM.
  @FunctionalInterface
  interface Work<T> {
    T with(ComSession session) throws IOException;
  }

  private ExecutorService begin() {
    return Executors.newSingleThreadExecutor(
        Thread.ofPlatform().daemon().name("reeve-com-" + name).factory());
  }

  /// Does it and gives back every object that it was given.
  ///
  /// @throws IOException when it fails, or takes longer than that
  <T> T run(Duration patience, Work<T> work) throws IOException {
    var going = submit(work);
    try {
      return going.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      abandon();
      throw new IOException(
          "Windows (" + name + ") did not answer within " + patience.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private synchronized <T> Future<T> submit(Work<T> work) {
    return thread.submit(() -> {
      initialize();
      try (var session = new ComSession(windows)) {
        return work.with(session);
      }
    });
  }

  private synchronized void abandon() {
    thread.shutdownNow();
    thread = begin();
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
