package io.reeve.core.programs;

import io.reeve.core.spi.Mechanism.Listener;
import io.reeve.core.spi.Mechanism.Watch;
import io.reeve.core.spi.PendingException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that takes minutes, one piece after the other on a thread of its own. Who asks for a piece
/// learns that it goes on, or why it failed; after a failure the same piece is not begun again for
/// a while, longer each time.
public final class LongWork {
  private static final Logger LOG = LoggerFactory.getLogger(LongWork.class);
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(6);

  private final Clock clock;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          work -> Thread.ofPlatform().name("reeve-packages").daemon().unstarted(work));
  private final Map<String, State> states = new HashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  public LongWork(Clock clock) {
    this.clock = clock;
  }

  /// A piece of work.
  @FunctionalInterface
  public interface Piece {
    void run() throws IOException;
  }

  private sealed interface State {
    record Going(String goal, String words, int tries) implements State {}

    record Failed(String goal, String why, int tries, Instant again) implements State {}
  }

  /// Begins it unless it goes on already.
  ///
  /// @param key one piece for each key at a time; another goal takes the place of what waits
  /// @param goal what the piece leads to
  /// @param words what it does, for people
  /// @throws PendingException when it goes on
  /// @throws IOException why it failed, when it did a short while ago
  public synchronized void demand(String key, String goal, String words, Piece piece)
      throws IOException {
    int tries = 1;
    switch (states.get(key)) {
      case State.Going going when going.goal.equals(goal) ->
          throw new PendingException(going.words);
      case State.Failed failed when failed.goal.equals(goal) -> {
        if (clock.instant().isBefore(failed.again)) {
          throw new IOException(failed.why);
        }
        tries = failed.tries + 1;
      }
      case null, default -> {}
    }
    var going = new State.Going(goal, words, tries);
    states.put(key, going);
    worker.execute(() -> run(key, going, piece));
    throw new PendingException(words);
  }

  private void run(String key, State.Going going, Piece piece) {
    if (!isCurrent(key, going)) {
      return;
    }
    try {
      piece.run();
      end(key, going, null);
    } catch (IOException e) {
      LOG.warn("{} failed (attempt {}): {}", going.words, going.tries, e.getMessage());
      end(key, going, e);
    } catch (RuntimeException e) {
      LOG.error("a defect ended {}", going.words, e);
      end(key, going, new IOException("a defect of the agent: " + e, e));
    } catch (Error e) {
      end(key, going, new IOException("a defect of the agent: " + e, e));
      throw e;
    }
  }

  private synchronized boolean isCurrent(String key, State.Going going) {
    return going.equals(states.get(key));
  }

  private void end(String key, State.Going going, @Nullable IOException e) {
    synchronized (this) {
      if (isCurrent(key, going)) {
        if (e == null) {
          states.remove(key);
        } else {
          states.put(key, failed(going, e));
        }
      }
    }
    listeners.forEach(listener -> listener.changed(""));
  }

  private State failed(State.Going going, IOException e) {
    var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(going.tries - 1, 10));
    var shorter = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    var why = e.getMessage() == null ? e.toString() : e.getMessage();
    return new State.Failed(going.goal, why, going.tries, clock.instant().plus(shorter));
  }

  /// What failed may be tried again at once.
  public synchronized void forgive(String key) {
    if (states.get(key) instanceof State.Failed) {
      states.remove(key);
    }
  }

  /// Tells when work ends; once at the begin too, for work that ended before.
  public Watch watch(Listener listener) {
    listeners.add(listener);
    listener.changed("");
    return () -> listeners.remove(listener);
  }
}
