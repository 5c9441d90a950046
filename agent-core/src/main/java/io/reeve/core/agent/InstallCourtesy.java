package io.reeve.core.agent;

import io.reeve.core.desk.People;
import io.reeve.core.person.GoodMoment;
import io.reeve.core.person.GoodMoment.Kind;
import io.reeve.core.person.GoodMoment.Waiting;
import io.reeve.core.person.PersonPolicy;
import io.reeve.core.spi.Courtesy;
import io.reeve.store.Notes;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has installs wait for a good moment.
///
/// @param pause waits between two looks
record InstallCourtesy(People people, Notes notes, Pause pause) implements Courtesy {
  private static final Logger LOG = LoggerFactory.getLogger(InstallCourtesy.class);
  private static final Duration BETWEEN = Duration.ofMinutes(1);
  private static final Duration MOST = Duration.ofDays(1);

  /// Waits for that time.
  @FunctionalInterface
  interface Pause {
    void pause(Duration time) throws InterruptedException;
  }

  @Override
  public void await() {
    var waited = Duration.ZERO;
    try {
      for (var why = against(waited); !why.isEmpty(); why = against(waited)) {
        LOG.info("an install waits: {}", why);
        pause.pause(BETWEEN);
        waited = waited.plus(BETWEEN);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private String against(Duration waited) {
    var waiting = new Waiting(waited, MOST);
    return GoodMoment.against(Kind.INSTALL, people.presence(), PersonPolicy.of(notes), waiting)
        .map(Enum::name)
        .orElse("");
  }
}
