package io.reeve.core.cli;

import io.reeve.core.local.AgentService;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `reeve status`.
@Command(
    name = "status",
    description = {
      "Show how this machine stands with its service.",
      "Whether it is enrolled, in touch with the service, and compliant."
    },
    footer = "  reeve status --json | jq .compliance")
final class StatusCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final CommonOptions common = new CommonOptions();

  StatusCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.answer(common, AgentService::status, new StatusPage(context)::print);
    return 0;
  }
}
