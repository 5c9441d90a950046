package io.reeve.core.cli;

import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.AgentService;
import io.reeve.core.local.Views;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `reeve doctor`.
@Command(
    name = "doctor",
    description = {
      "Check the agent's own health.",
      "Exits 1 when something is not well. Who is no administrator gets an answer that may be a "
          + "minute old, and the service is not asked for them."
    },
    footer = "  sudo reeve doctor")
final class DoctorCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final CommonOptions common = new CommonOptions();

  DoctorCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var checks = context.answer(common, AgentService::doctor, this::print);
    return checks.stream().allMatch(Views.Check::ok) ? 0 : Kind.FAILED.exit();
  }

  private static Cell mark(Views.Check check) {
    if (!check.ok()) {
      return new Cell("BAD", Ink.BAD);
    }
    return check.remedy().isEmpty() ? new Cell("ok", Ink.GOOD) : new Cell("note", Ink.WARN);
  }

  private void print(List<Views.Check> checks) {
    var table = new TextTable();
    for (var check : checks) {
      table.row(mark(check), check.name(), check.text());
      if (!check.remedy().isEmpty()) {
        table.row("", "", "-> " + check.remedy());
      }
    }
    table.print(context.terminal());
  }
}
