package io.reeve.core.programs;

import io.reeve.core.spi.Courtesy;
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
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that takes minutes, one piece after the other on a thread of its own. Who asks for a piece
/// learns that it goes on, or why it failed; after a failure the same piece is not begun again for
/// a while, longer each time.
///
/// What has to wait for a good moment is looked at again each minute and holds nothing else up.
public final class LongWork {
  private static final Logger LOG = LoggerFactory.getLogger(LongWork.class);
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(6);
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

  private final Clock clock;
  private final Worker worker;
  private final Map<String, State> states = new HashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  public LongWork(Clock clock) {
    this(clock, ownThread());
  }

  /// @param worker does one thing after the other
  LongWork(Clock clock, Worker worker) {
    this.clock = clock;
    this.worker = worker;
  }

  /// Does one thing after the other.
  @FunctionalInterface
  interface Worker {
    void execute(Runnable work, Duration delay);
  }

  private static Worker ownThread() {
    var thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> Thread.ofPlatform().name("reeve-packages").daemon().unstarted(work));
    return (work, delay) -> {
      var _ = thread.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
    };
  }

  /// A piece of work.
  @FunctionalInterface
  public interface Piece {
    void run() throws IOException;
  }

  private enum Stage {
    QUEUED,
    WAITING,
    BEGUN
  }

  private sealed interface State {
    record Going(String goal, String words, int tries, Courtesy courtesy, Stage stage)
        implements State {
      Going at(Stage next) {
        return new Going(goal, words, tries, courtesy, next);
      }

      String now() {
        return stage == Stage.WAITING ? words + ": it waits for a good moment" : words;
      }

      boolean isSameWork(Going other) {
        return equals(other.at(stage));
      }
    }

    record Failed(String goal, String why, int tries, Instant again) implements State {}
  }

  /// As the other, and waits for nobody.
  ///
  /// @throws PendingException when it goes on
  /// @throws IOException why it failed, when it did a short while ago
  public void demand(String key, String goal, String words, Piece piece) throws IOException {
    demand(key, goal, words, Courtesy.none(), piece);
  }

  /// Begins it unless it goes on already.
  ///
  /// @param key one piece for each key at a time; another goal takes the place of what waits
  /// @param goal what the piece leads to
  /// @param words what it does, for people
  /// @param courtesy says whether it has to wait
  /// @throws PendingException when it goes on
  /// @throws IOException why it failed, when it did a short while ago
  public synchronized void demand(
      String key, String goal, String words, Courtesy courtesy, Piece piece) throws IOException {
    int tries = 1;
    switch (states.get(key)) {
      case State.Going going when going.goal.equals(goal) ->
          throw new PendingException(going.now());
      case State.Failed failed when failed.goal.equals(goal) -> {
        if (clock.instant().isBefore(failed.again)) {
          throw new IOException(failed.why);
        }
        tries = failed.tries + 1;
      }
      case null, default -> {}
    }
    var going = new State.Going(goal, words, tries, courtesy, Stage.QUEUED);
    states.put(key, going);
    worker.execute(() -> run(key, going, piece), Duration.ZERO);
    throw new PendingException(words);
  }

  /// Nobody wants what waits or is queued under that key; what has begun goes on.
  public synchronized void forget(String key) {
    if (!hasBegun(key)) {
      states.remove(key);
    }
  }

  /// Whether a piece of that key is being done now.
  public synchronized boolean hasBegun(String key) {
    return states.get(key) instanceof State.Going going && going.stage == Stage.BEGUN;
  }

  private void run(String key, State.Going going, Piece piece) {
    try {
      if (!begins(key, going, piece)) {
        rest(going);
        return;
      }
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

  /// Whether it begins now: it is still wanted, and has not to wait.
  private boolean begins(String key, State.Going going, Piece piece) {
    if (!isCurrent(key, going)) {
      return false;
    }
    var why = going.courtesy.against();
    boolean news;
    synchronized (this) {
      if (!isCurrent(key, going)) {
        return false;
      }
      var next = going.at(why.isPresent() ? Stage.WAITING : Stage.BEGUN);
      news = states.put(key, next) instanceof State.Going before && isNews(before, next);
    }
    why.ifPresent(reason -> {
      LOG.debug("{} waits: {}", going.words, reason);
      worker.execute(() -> run(key, going, piece), BETWEEN_LOOKS);
    });
    if (news) {
      tell();
    }
    return why.isEmpty();
  }

  /// Whether people read something else now.
  private static boolean isNews(State.Going before, State.Going next) {
    return !before.now().equals(next.now());
  }

  private synchronized boolean isCurrent(String key, State.Going going) {
    return states.get(key) instanceof State.Going now && going.isSameWork(now);
  }

  /// The wait is that of all; when nothing is left that could, it is over.
  private void rest(State.Going ended) {
    boolean rests;
    synchronized (this) {
      rests =
          states.values().stream()
              .noneMatch(each ->
                  each instanceof State.Going going && going.courtesy.equals(ended.courtesy));
    }
    if (rests) {
      ended.courtesy.rest();
    }
  }

  private void tell() {
    listeners.forEach(listener -> listener.changed(""));
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
    rest(going);
    tell();
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
