package io.reeve.core.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `reeve explain`.
@Command(
    name = "explain",
    description = {
      "Tell all there is to know about one setting.",
      "What it means, who wants which value, what is in force, where it lives on this system, "
          + "and what was done to it."
    },
    footer = "  reeve explain pw.min-length")
final class ExplainCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "SETTING", description = "The setting's id or its address (OMA-URI).")
  private String name = "";

  ExplainCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.answer(common, agent -> agent.explain(name), new ExplainPage(context)::print);
    return 0;
  }
}
