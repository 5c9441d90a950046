package io.reeve.core.cli;

import io.reeve.core.local.AgentFactory;
import io.reeve.core.local.AgentFactory.Place;
import io.reeve.core.local.AgentService;
import io.reeve.core.local.LocalClient;
import java.util.function.Function;
import java.util.function.Supplier;

/// The agent that answers: the daemon of the state folder where one runs, else one in this process.
final class Agents {
  private final Supplier<AgentFactory> factory;

  /// @param factory asked only when there is no daemon: making it loads the whole agent
  Agents(Supplier<AgentFactory> factory) {
    this.factory = factory;
  }

  <T> T ask(Place place, Function<AgentService, T> question) {
    var daemon = LocalClient.of(place.state());
    if (daemon.isPresent()) {
      return question.apply(daemon.get());
    }
    try (var agent = factory.get().open(place)) {
      return question.apply(agent.service());
    }
  }

  void runDaemon(Place place, Runnable ready) {
    factory.get().runDaemon(place, ready);
  }
}
