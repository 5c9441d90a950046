package io.reeve.core.agent;

import io.reeve.core.local.Views.Trial;
import io.reeve.core.local.Views.Trial.Attempt;
import io.reeve.core.local.Views.Trial.Result;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.PendingException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Tries something, for at most so long. Whatever goes wrong in it is its result: a native library
/// that cannot be loaded, too.
record Attempts(Duration patience) {
  /// What is tried; what it gives is of no interest.
  @FunctionalInterface
  interface Work {
    Object run() throws IOException;
  }

  /// @param name the setting's, table's or mechanism's
  /// @param mechanism the mechanism's; empty when there is none
  Trial of(Attempt what, String name, String mechanism, Work work) {
    long begun = System.nanoTime();
    var outcome = outcome(work);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    return new Trial(what, name, mechanism, outcome.result(), outcome.text(), millis);
  }

  private record Outcome(Result result, String text) {}

  private Outcome outcome(Work work) {
    var task = new FutureTask<>(() -> attempt(work));
    var thread = Thread.ofPlatform().daemon().name("reeve-selftest").start(task);
    try {
      return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      thread.interrupt();
      return new Outcome(Result.FAILED, "it did not end within " + patience.toSeconds() + " s");
    } catch (InterruptedException _) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      return new Outcome(Result.FAILED, "interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("an attempt never throws", e);
    }
  }

  private static Outcome attempt(Work work) {
    try {
      work.run();
      return new Outcome(Result.OK, "");
    } catch (NotApplicableException e) {
      return new Outcome(Result.NOT_APPLICABLE, Trouble.message(e));
    } catch (PendingException e) {
      return new Outcome(Result.OK, Trouble.message(e));
    } catch (IOException | IllegalArgumentException e) {
      return new Outcome(Result.FAILED, Trouble.message(e));
    } catch (RuntimeException | Error e) {
      return new Outcome(Result.FAILED, "a defect: " + e);
    }
  }
}
