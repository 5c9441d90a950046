package io.reeve.core.agent;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.Voice;
import io.reeve.core.local.WishViews;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what somebody at the machine wants of it, and waits for what becomes of it.
final class WishDesk {
  private static final Logger LOG = LoggerFactory.getLogger(WishDesk.class);

  private final Loop loop;
  private final Asker asker;
  private final Sessions sessions;
  private final Confirmation confirmation;
  private final Wishing wishing;

  WishDesk(Parts parts, Loop loop, Sessions sessions, Confirmation confirmation) {
    this.loop = loop;
    this.asker = Asker.of(parts, loop);
    this.sessions = sessions;
    this.confirmation = confirmation;
    this.wishing = new Wishing(parts);
  }

  WishViews.Wished apply(String document, Voice as) {
    return make(wishing.whole(document, as));
  }

  WishViews.Wished set(String setting, String value, Voice as) {
    return make(wishing.one(setting, value, as));
  }

  WishViews.Wished unset(String setting, Voice as) {
    return make(wishing.withdrawal(setting, as));
  }

  /// Waits for the end of a trial, so that the answer tells whether the change stays.
  private WishViews.Wished make(Wishing.Wish wish) {
    knowWhetherTheServiceIsReached(wish);
    var made =
        asker.ask(() -> {
          var outcomes = wishing.make(wish);
          loop.post(new Trigger.Rewatch());
          loop.post(new Trigger.Judge());
          return outcomes;
        });
    var trial = asker.ask(confirmation::pending).map(asker::await);
    return asker.ask(() -> wishing.told(wish.authority(), made, trial));
  }

  /// The last session may be hours old, and this machine elsewhere since.
  private void knowWhetherTheServiceIsReached(Wishing.Wish wish) {
    var session =
        asker.ask(
            () -> wishing.cuts(wish) ? sessions.check() : Optional.<CompletableFuture<?>>empty());
    try {
      session.ifPresent(asker::await);
    } catch (AgentException e) {
      LOG.info("the service is not reached before the change: {}", Trouble.message(e));
    }
  }

  WishViews.Preview preview(String document, Voice as) {
    var wish = wishing.whole(document, as);
    return asker.ask(() -> wishing.preview(wish.authority(), wish.changes()));
  }
}
