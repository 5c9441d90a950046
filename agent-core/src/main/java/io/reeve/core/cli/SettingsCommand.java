package io.reeve.core.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `reeve settings`.
@Command(
    name = "settings",
    description = "Show the settings asked for, and whether they are in force.",
    footer = "  reeve settings --json | jq '.[] | select(.state == \"failed\")'")
final class SettingsCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final CommonOptions common = new CommonOptions();

  @Option(names = "--all", description = "Show every setting this system knows.")
  private boolean all;

  SettingsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.answer(common, agent -> agent.settings(all), new SettingsPage(context)::print);
    return 0;
  }
}
