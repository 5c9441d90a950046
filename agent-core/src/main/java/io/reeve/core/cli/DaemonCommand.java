package io.reeve.core.cli;

import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `reeve daemon`.
@Command(
    name = "daemon",
    description = {
      "Run the agent in the foreground, as the service manager does.",
      "It logs to standard output, a line for each thing it does; -v for more."
    },
    footer = "  sudo reeve daemon -v")
final class DaemonCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final CommonOptions common = new CommonOptions();

  DaemonCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.agents().runDaemon(common.place(), this::ready);
    return 0;
  }

  private void ready() {
    LoggerFactory.getLogger(DaemonCommand.class).info("ready, state in {}", common.place().state());
  }
}
