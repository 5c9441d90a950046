package io.reeve.core.cli;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.AgentService;
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

  @Option(
      names = "--verify",
      description = {
        "Instead, find out whether an entry was altered, put in or taken out, and print the hash that"
            + " stands for all of them. Exits 1 when something is wrong."
      })
  private boolean verify;

  HistoryCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (verify) {
      var ledger = context.answer(common, AgentService::ledger, new HistoryPage(context)::print);
      return ledger.whole() ? 0 : Kind.FAILED.exit();
    }
    if (limit < 1 || limit > 10_000) {
      throw new AgentException(Kind.USAGE, "--limit is " + limit, "give a number from 1 to 10000");
    }
    context.answer(common, agent -> agent.history(limit), new HistoryPage(context)::print);
    return 0;
  }
}
