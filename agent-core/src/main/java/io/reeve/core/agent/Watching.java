package io.reeve.core.agent;

import io.reeve.core.reconcile.DriftWatch;
import io.reeve.core.reconcile.MechanismWatches;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What tells a daemon of drift: the watch of files and those of mechanisms. A burst makes the loop
/// look once, and a storm at most once a second. On the loop's thread, but for what the watches
/// tell.
final class Watching implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watching.class);
  private static final Duration QUIET = Duration.ofMillis(50);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(30);

  private static final int MOST_TOLD = 16;

  private final Parts parts;
  private final Loop loop;
  private final MechanismWatches mechanisms;
  private final Map<String, Set<String>> announced = new ConcurrentHashMap<>();
  private final Pace pace = new Pace(System::nanoTime);
  private Optional<DriftWatch> files = Optional.empty();

  Watching(Parts parts, Loop loop) {
    this.parts = parts;
    this.loop = loop;
    this.mechanisms = new MechanismWatches(System::nanoTime, this::changed);
  }

  /// Watches what is wanted or held now, and begins again what has ended.
  void renew() {
    if (!parts.daemon()) {
      return;
    }
    if (files.filter(DriftWatch::isOn).isEmpty()) {
      files.ifPresent(this::lost);
      files = open();
    }
    var all = parts.reconciler().files();
    files.ifPresent(watch -> watch.watch(all));
    parts.witness().watch(all);
    mechanisms
        .watch(parts.reconciler().mechanisms())
        .ifPresentOrElse(
            wait -> loop.in(wait, new Trigger.Rewatch()), () -> loop.never(new Trigger.Rewatch()));
  }

  /// What changed since it ended was not told.
  private void lost(DriftWatch ended) {
    LOG.warn("the watcher of files has ended and is begun again");
    end(ended);
    soon(new Trigger.Sweep(), BETWEEN_SWEEPS);
  }

  /// Without a watcher the sweep finds what changed, only later; it tries again each time.
  private Optional<DriftWatch> open() {
    try {
      return Optional.of(new DriftWatch(QUIET, parts.witness(), new Files()));
    } catch (IOException e) {
      LOG.warn("changes of files are found by the sweep only: {}", Trouble.message(e));
      return Optional.empty();
    }
  }

  private void changed(String mechanism, String by) {
    var told = announced.computeIfAbsent(mechanism, _ -> ConcurrentHashMap.newKeySet());
    if (told.size() < MOST_TOLD) {
      told.add(by);
    }
    soon(new Trigger.Look(mechanism), BETWEEN_LOOKS);
  }

  /// Who changed the mechanism's places, as announced since this was asked last.
  Set<String> by(String mechanism) {
    var by = announced.remove(mechanism);
    return by == null ? Set.of() : by;
  }

  private void soon(Trigger trigger, Duration between) {
    if (pace.first(trigger)) {
      loop.post(new Trigger.Ask(() -> loop.in(pace.delay(trigger, QUIET, between), trigger)));
    }
  }

  /// The loop is about to do this: what is told from now on is news.
  void taken(Trigger trigger) {
    pace.taken(trigger);
  }

  @Override
  public void close() {
    mechanisms.close();
    files.ifPresent(Watching::end);
  }

  private static void end(DriftWatch watch) {
    try {
      watch.close();
    } catch (IOException e) {
      LOG.warn("the watcher of files did not end well: {}", Trouble.message(e));
    }
  }

  /// Enqueues what the watcher of files sees; it gathers bursts itself.
  private final class Files implements DriftWatch.Listener {
    @Override
    public void changed(Set<Path> changed) {
      loop.post(new Trigger.Drift(changed));
    }

    @Override
    public void uncertain() {
      soon(new Trigger.Sweep(), BETWEEN_SWEEPS);
    }
  }
}
