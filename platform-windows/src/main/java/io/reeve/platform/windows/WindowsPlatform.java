package io.reeve.platform.windows;

import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.Platform;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// Windows as far as it is built: it is recognised, it enrols and reports, and it holds no setting.
/// Every catalogue row answers not applicable here, with that reason.
public final class WindowsPlatform implements Platform {
  @Override
  public String name() {
    return "windows";
  }

  @Override
  public boolean isThisMachine() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
  }

  /// Nothing of this platform runs programs yet, so nothing is run.
  @Override
  public Commands commands() {
    return (arguments, deadline) -> {
      throw new IOException("programs are not run on Windows yet: " + arguments.getFirst());
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
