package io.reeve.core.action;

import io.reeve.core.spi.RemoteAction.Result;
import io.reeve.store.StoreException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How it went when an action was run: what it gave, or what broke it.
sealed interface Attempt {
  record Ended(Result result) implements Attempt {}

  record Broken(Run.Failed how) implements Attempt {}

  /// Runs it on the loop. A broken store ends more than the action and is thrown.
  static Attempt of(String uri, Callable<Result> work) {
    try {
      return new Ended(work.call());
    } catch (StoreException broken) {
      throw broken;
    } catch (IOException refused) {
      Log.LOG.warn("{} failed", uri, refused);
      return new Broken(
          new Run.Failed(Optional.ofNullable(refused.getMessage()).orElse(refused.toString())));
    } catch (Exception defect) {
      Log.LOG.error("a defect ended {}", uri, defect);
      return new Broken(new Run.Failed("a defect of the agent: " + defect));
    }
  }

  /// Runs it beside the loop, where all that goes wrong is its end, whatever it is.
  static Attempt beside(String uri, Callable<Result> work) {
    try {
      return of(uri, work);
    } catch (Error e) {
      Log.LOG.error("a defect ended {}", uri, e);
      return new Broken(new Run.Failed("a defect of the agent: " + e));
    }
  }

  /// An interface has no private constants.
  final class Log {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private Log() {}
  }
}
