package io.reeve.core.reconcile;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The watches of mechanisms whose system announces changes without files. A watch that ends by
/// itself is begun again: at once, then at longer and longer intervals while it does not last.
///
/// On the loop's thread, but for what the watches tell.
public final class MechanismWatches implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MechanismWatches.class);
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /// The longest wait before another attempt; a watch that lasted longer than this was a good one.
  static final Duration LONGEST = Duration.ofMinutes(5);

  /// Hears of changes on any thread; must only enqueue.
  @FunctionalInterface
  public interface Listener {
    /// Places of that mechanism may have changed.
    ///
    /// @param by who did it; empty when the system does not tell
    void changed(String mechanism, String by);
  }

  private final LongSupplier nanos;
  private final Listener listener;
  private final Map<String, Watched> watched = new HashMap<>();
  private final Map<String, Trouble> troubles = new HashMap<>();

  /// @param nanos a monotonic clock, as [System#nanoTime]
  public MechanismWatches(LongSupplier nanos, Listener listener) {
    this.nanos = nanos;
    this.listener = listener;
  }

  /// How often in a row a mechanism's watch failed, and when it may be tried again.
  private record Trouble(int times, long notBefore) {}

  /// Watches exactly these mechanisms from now on, and begins again what has ended, if its time has
  /// come. Each one begun is told as changed, because something may have happened before.
  ///
  /// @return how long until this has to be called again for those that failed; empty when all are
  ///   watched
  public Optional<Duration> watch(Set<Mechanism> wanted) {
    var names = new TreeSet<String>();
    wanted.forEach(mechanism -> names.add(mechanism.name()));
    Set.copyOf(watched.keySet()).stream().filter(name -> !names.contains(name)).forEach(this::end);
    troubles.keySet().retainAll(names);
    for (var mechanism : wanted) {
      renew(mechanism);
    }
    long now = nanos.getAsLong();
    return troubles.entrySet().stream()
        .filter(each -> !watched.containsKey(each.getKey()))
        .map(each -> Duration.ofNanos(Math.max(0, each.getValue().notBefore() - now)))
        .min(Duration::compareTo);
  }

  private void renew(Mechanism mechanism) {
    var name = mechanism.name();
    var current = watched.get(name);
    if (current != null && current.hasEnded()) {
      boolean lasted = nanos.getAsLong() - current.begun > LONGEST.toNanos();
      end(name);
      if (lasted) {
        troubles.remove(name);
      }
      later(name, lasted ? Duration.ZERO : wait(name));
    }
    var trouble = troubles.get(name);
    if (!watched.containsKey(name)
        && (trouble == null || trouble.notBefore() - nanos.getAsLong() <= 0)) {
      begin(mechanism);
    }
  }

  private void begin(Mechanism mechanism) {
    var name = mechanism.name();
    var fresh = new Watched(name, nanos.getAsLong());
    try {
      fresh.watch = mechanism.watch(fresh);
      watched.put(name, fresh);
      listener.changed(name, "");
    } catch (NotApplicableException e) {
      fresh.silent = true;
      LOG.debug("{} is not watched: {}", name, e.getMessage());
      later(name, LONGEST);
    } catch (IOException | RuntimeException e) {
      fresh.silent = true;
      LOG.warn("changes of {} are found by the sweep only, for now: {}", name, e.toString());
      later(name, wait(name));
    }
  }

  private void later(String name, Duration wait) {
    var before = troubles.get(name);
    int times = before == null ? 1 : before.times() + 1;
    troubles.put(name, new Trouble(times, nanos.getAsLong() + wait.toNanos()));
  }

  private Duration wait(String name) {
    var before = troubles.get(name);
    int doublings = before == null ? 0 : Math.min(before.times(), 16);
    var wait = SHORTEST.multipliedBy(1L << doublings);
    return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
  }

  private void end(String name) {
    var ended = watched.remove(name);
    if (ended != null) {
      ended.end();
    }
  }

  @Override
  public void close() {
    Set.copyOf(watched.keySet()).forEach(this::end);
  }

  /// One attempt at watching one mechanism.
  private final class Watched implements Mechanism.Listener {
    private final String name;
    private final long begun;
    private Mechanism.Watch watch = () -> {};
    private volatile boolean lost;
    private volatile boolean silent;

    Watched(String name, long begun) {
      this.name = name;
      this.begun = begun;
    }

    boolean hasEnded() {
      return lost || !watch.isOn();
    }

    void end() {
      silent = true;
      try {
        watch.close();
      } catch (RuntimeException e) {
        LOG.error("the watch of {} does not end well", name, e);
      }
    }

    @Override
    public void changed(String by) {
      if (!silent) {
        listener.changed(name, by);
      }
    }

    @Override
    public void lost(String why) {
      if (!silent && !lost) {
        lost = true;
        LOG.warn("the watch of {} has ended: {}", name, why);
        listener.changed(name, "");
      }
    }
  }
}
