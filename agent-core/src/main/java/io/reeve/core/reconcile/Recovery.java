package io.reeve.core.reconcile;

import io.reeve.core.spi.PendingException;
import io.reeve.policy.Address;
import io.reeve.policy.DesiredState;
import io.reeve.store.Intent;
import io.reeve.store.Journal;
import io.reeve.store.Journal.DesiredBefore;
import io.reeve.store.LocalStore;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes back an atomic pass that a crash cut off: the service has had no answer and will send it
/// again, and until then all of it or nothing of it may hold. Taking it back twice is taking it
/// back once, so a crash in here is harmless.
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final Machine machine;
  private final LocalStore store;

  Recovery(Machine machine, LocalStore store) {
    this.machine = machine;
    this.store = store;
  }

  /// Takes it back, and gives the desired state as it was before it.
  DesiredState takeBack(Journal.Pass pass, DesiredState desired) {
    var was = DesiredBefore.restore(desired, pass.desiredBefore());
    var stuck = putBack(pass.intents());
    store.transaction(() -> {
      pass.intents().forEach(intent -> conclude(intent, stuck.contains(intent)));
      store.desired().save(desired, was);
      store.journal().end(pass.id());
    });
    return was;
  }

  /// Puts the places back as they were before the pass, the last first, and lets their mechanisms
  /// settle.
  ///
  /// @return those that cannot be put back
  Set<Intent> putBack(List<Intent> intents) {
    var stuck = new LinkedHashSet<Intent>();
    for (var intent : intents.reversed()) {
      if (!restored(intent)) {
        stuck.add(intent);
      }
    }
    settle(intents);
    return stuck;
  }

  /// A place that cannot be put back may hold our value: it stays ours, so that the next sweep
  /// gives it back.
  private void conclude(Intent intent, boolean stuck) {
    if (stuck && intent.after().isPresent()) {
      store.journal().done(intent);
    } else {
      store.journal().undone(intent);
    }
    for (var uri : intent.settings()) {
      store
          .history()
          .add(
              stuck ? "failed" : "rolled-back",
              uri.toString(),
              stuck
                  ? "The agent was cut off while it changed "
                      + intent.address()
                      + ", and it cannot be put back yet."
                  : "The agent was cut off in the middle of a group of changes; "
                      + intent.address()
                      + " is as it was before the group.");
    }
  }

  private boolean restored(Intent intent) {
    try {
      machine.restore(intent.address(), intent.previous());
      return true;
    } catch (PendingException e) {
      LOG.info("{}: {}", intent.address(), e.getMessage());
      return false;
    } catch (IOException e) {
      LOG.error("{} cannot be put back after a crash", intent.address(), e);
      return false;
    }
  }

  private void settle(List<Intent> intents) {
    Map<String, Set<Address>> touched = new LinkedHashMap<>();
    for (var intent : intents) {
      touched
          .computeIfAbsent(intent.address().mechanism(), _ -> new LinkedHashSet<>())
          .add(intent.address());
    }
    touched.forEach((mechanism, addresses) -> {
      try {
        machine.settle(mechanism, addresses);
      } catch (IOException e) {
        LOG.error("{} does not settle after a crash", mechanism, e);
      }
    });
  }
}
