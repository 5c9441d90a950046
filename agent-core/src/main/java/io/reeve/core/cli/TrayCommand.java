package io.reeve.core.cli;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.tray.TrayProgram;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `reeve tray`.
@Command(
    name = "tray",
    description = {
      "Show in this desktop session how things stand, and pass on notices.",
      "The desktop's autostart runs it, as the person who is logged in."
    },
    footer = "  reeve tray")
final class TrayCommand implements Callable<Integer> {
  @Mixin private final CommonOptions common = new CommonOptions();

  @Override
  public Integer call() {
    if ("root".equals(System.getProperty("user.name"))) {
      throw new AgentException(
          Kind.USAGE,
          "the tray does not run as root",
          "run 'reeve tray' as the person who is logged in");
    }
    TrayProgram.run(common.place().state(), System::exit);
    return 0;
  }
}
