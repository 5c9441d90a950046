package io.reeve.core.cli;

import io.reeve.core.local.AgentService;
import io.reeve.core.local.Views;
import java.util.List;
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

  @Option(
      names = "--repair",
      description =
          "First look at every setting asked for and put right what differs, also what is "
              + "contested. For administrators.")
  private boolean repair;

  SettingsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.answer(common, this::ask, new SettingsPage(context)::print);
    return 0;
  }

  private List<Views.SettingState> ask(AgentService agent) {
    if (repair) {
      var _ = agent.repair();
    }
    return agent.settings(all);
  }
}
