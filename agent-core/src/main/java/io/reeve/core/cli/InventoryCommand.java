package io.reeve.core.cli;

import io.reeve.core.local.AgentException.Kind;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `reeve inventory`.
@Command(
    name = "inventory",
    description = {
      "Show what this machine is made of, as tables.",
      "Without names: which tables there are, and how many rows each has."
    },
    footer = "  reeve inventory os_version interface_addresses")
final class InventoryCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "TABLE", arity = "0..*", description = "The tables to read.")
  private List<String> tables = List.of();

  InventoryCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var page = new InventoryPage(context);
    var answers =
        context.answer(
            common,
            agent -> agent.inventory(tables),
            tables.isEmpty() ? page::printOverview : page::printTables);
    var failed = answers.stream().anyMatch(answer -> answer.error().isPresent());
    return failed && !tables.isEmpty() ? Kind.FAILED.exit() : 0;
  }
}
