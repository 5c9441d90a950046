package io.reeve.core.agent;

import io.reeve.core.local.SelfTestReport.Trial;
import io.reeve.core.local.SelfTestReport.Trial.Attempt;
import io.reeve.core.local.SelfTestReport.Trial.Result;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.PendingException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Tries something, for at most so long. Whatever goes wrong in it is its result: a native library
/// that cannot be loaded, too.
///
/// What is told of it goes to others, so it quotes nothing that was read: of what went wrong in a
/// way that this system foresees, its own words; of all else the kind.
final class Attempts {
  private static final int MOST = 4;

  private final Duration patience;
  private volatile boolean left;

  Attempts(Duration patience) {
    this.patience = patience;
  }

  /// Whether something that was tried may still be going on.
  boolean left() {
    return left;
  }

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
      left = true;
      return new Outcome(Result.FAILED, "it did not end within " + patience.toSeconds() + " s");
    } catch (InterruptedException _) {
      thread.interrupt();
      left = true;
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
    } catch (MismatchException e) {
      return new Outcome(Result.FAILED, Trouble.message(e));
    } catch (IOException e) {
      return new Outcome(Result.FAILED, kind(e));
    } catch (RuntimeException | Error e) {
      return new Outcome(Result.FAILED, "a defect: " + kind(e));
    }
  }

  /// The kinds of what went wrong and of its causes.
  private static String kind(Throwable e) {
    var kinds = new ArrayList<String>();
    for (Throwable each = e; each != null && kinds.size() < MOST; each = each.getCause()) {
      kinds.add(each.getClass().getSimpleName());
    }
    return String.join(", because of ", kinds);
  }

  /// A place is not as it should be; the message quotes nothing.
  static final class MismatchException extends IOException {
    private static final long serialVersionUID = 1L;

    MismatchException(String message) {
      super(message);
    }
  }
}
