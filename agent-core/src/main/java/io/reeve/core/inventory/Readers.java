package io.reeve.core.inventory;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// A small pool of platform threads that reads tables, each with a deadline.
///
/// A table is never read twice at once: who asks meanwhile gets the running read's result. So a
/// reader that is stuck costs one thread and no more; the pool gets another thread for as long as
/// it is stuck, and whoever asks for that table is told at once.
final class Readers implements AutoCloseable {
  private static final int THREADS = 4;
  private static final Duration IDLE = Duration.ofSeconds(20);

  private final Duration deadline;
  private final Map<String, Run> running = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          IDLE.toSeconds(),
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("reeve-table-", 0).factory());

  Readers(Duration deadline) {
    this.deadline = deadline;
    pool.allowCoreThreadTimeOut(true);
  }

  /// Starts reading, or joins the read of that name that is under way. The reader returns its
  /// failures and throws none.
  Run start(String name, Supplier<Reading> reader) {
    return running.computeIfAbsent(
        name,
        n -> {
          var run = new Run(n, reader);
          pool.execute(run);
          return run;
        });
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }

  private synchronized void resize(int by) {
    int size = pool.getCorePoolSize() + by;
    if (by > 0) {
      pool.setMaximumPoolSize(size);
      pool.setCorePoolSize(size);
    } else {
      pool.setCorePoolSize(size);
      pool.setMaximumPoolSize(size);
    }
  }

  /// One read under way.
  final class Run implements Runnable {
    private final String name;
    private final Supplier<Reading> reader;
    private final CompletableFuture<Reading> result = new CompletableFuture<>();
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile long startedAt;
    private volatile Thread thread = Thread.currentThread();
    private boolean givenUp;
    private boolean ended;

    private Run(String name, Supplier<Reading> reader) {
      this.name = name;
      this.reader = reader;
    }

    @Override
    public void run() {
      thread = Thread.currentThread();
      startedAt = System.nanoTime();
      started.countDown();
      Reading reading = new Reading.Failed("reading ended in a defect; the log has it");
      try {
        reading = reader.get();
      } finally {
        running.remove(name, this);
        result.complete(reading);
        end();
      }
    }

    /// Waits for the result, at most until the deadline after the start of the read.
    Reading await() throws InterruptedException {
      while (!started.await(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
        running.values().forEach(Run::giveUpIfOverdue);
      }
      try {
        return result.get(remaining(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        giveUp();
        return new Reading.Failed("timed out after " + seconds() + " s");
      } catch (ExecutionException e) {
        throw new IllegalStateException("a reader's future never fails", e);
      }
    }

    private long remaining() {
      return Math.max(0, deadline.toNanos() - (System.nanoTime() - startedAt));
    }

    private String seconds() {
      return deadline.toMillis() % 1000 == 0
          ? Long.toString(deadline.toSeconds())
          : Double.toString(deadline.toMillis() / 1000.0);
    }

    private void giveUpIfOverdue() {
      if (started.getCount() == 0 && remaining() == 0) {
        giveUp();
      }
    }

    private synchronized void giveUp() {
      if (!givenUp && !ended) {
        givenUp = true;
        thread.interrupt();
        resize(1);
      }
    }

    private synchronized void end() {
      ended = true;
      if (givenUp) {
        // The interrupt was for this read; the thread's next one must not see it.
        var _ = Thread.interrupted();
        resize(-1);
      }
    }
  }
}
