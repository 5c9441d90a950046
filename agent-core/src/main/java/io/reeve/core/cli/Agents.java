package io.reeve.core.cli;

import io.reeve.core.local.AgentFactory;
import io.reeve.core.local.AgentFactory.Place;
import io.reeve.core.local.AgentService;
import io.reeve.core.local.LocalClient;
import io.reeve.core.local.SelfTestReport;
import io.reeve.core.local.StateLock;
import io.reeve.core.local.Views;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The agent that answers: the daemon of the state folder where one runs, else one in this process.
final class Agents {
  private static final int MOST_PAUSES = 50;

  private final Supplier<AgentFactory> factory;
  private final Runnable pause;
  private boolean opened;

  /// @param factory asked only when there is no daemon: making it loads the whole agent
  /// @param pause waits for about a tenth of a second
  Agents(Supplier<AgentFactory> factory, Runnable pause) {
    this.factory = factory;
    this.pause = pause;
  }

  <T> T ask(Place place, Function<AgentService, T> question) {
    var daemon = daemon(place);
    if (daemon.isPresent()) {
      return question.apply(daemon.get());
    }
    opened = true;
    try (var agent = factory.get().open(place)) {
      return question.apply(agent.service());
    }
  }

  void runDaemon(Place place, Runnable ready) {
    opened = true;
    factory.get().runDaemon(place, ready);
  }

  /// In this process: a daemon would hold everything again.
  Views.Released release(Place place) {
    opened = true;
    return factory.get().release(place);
  }

  /// In this process, whether or not a daemon runs: it is this build that is tried.
  SelfTestReport selfTest(Path root, boolean write) {
    return factory.get().selfTest(root, write);
  }

  /// Whether there was an agent in this process, which may want to tidy up when it ends.
  boolean opened() {
    return opened;
  }

  /// Somebody who holds the folder without serving it is a daemon that is starting or a command
  /// that is about to end: either is worth a wait.
  private Optional<AgentService> daemon(Place place) {
    var daemon = LocalClient.of(place.state());
    for (var i = 0; i < MOST_PAUSES && daemon.isEmpty() && StateLock.isHeld(place.state()); i++) {
      pause.run();
      daemon = LocalClient.of(place.state());
    }
    return daemon;
  }
}
