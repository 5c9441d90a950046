package io.reeve.core.agent;

import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.Platform;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.List;

/// A system with nothing to manage, and what others build on.
class BarePlatform implements Platform {
  @Override
  public String name() {
    return "linux";
  }

  @Override
  public boolean isThisMachine() {
    return true;
  }

  @Override
  public Commands commands() {
    return (arguments, _) -> {
      throw new IOException("no program here: " + arguments);
    };
  }

  @Override
  public List<Mechanism> mechanisms(Host host) {
    return List.of();
  }

  @Override
  public List<Table<?>> tables(Host host) {
    return List.of();
  }

  @Override
  public List<RemoteAction> actions(Host host) {
    return List.of();
  }
}
