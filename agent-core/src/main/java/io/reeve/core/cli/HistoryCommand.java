package io.reeve.core.cli;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `reeve history`.
@Command(
    name = "history",
    description = "Show what was done on this machine, newest first.",
    footer = "  reeve history --limit 20")
final class HistoryCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final CommonOptions common = new CommonOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "The most entries, 1 to 10000 (default: 50).")
  private int limit;

  HistoryCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (limit < 1 || limit > 10_000) {
      throw new AgentException(Kind.USAGE, "--limit is " + limit, "give a number from 1 to 10000");
    }
    context.answer(common, agent -> agent.history(limit), new HistoryPage(context)::print);
    return 0;
  }
}
