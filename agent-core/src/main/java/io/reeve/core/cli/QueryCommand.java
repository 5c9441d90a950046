package io.reeve.core.cli;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `reeve query`.
@Command(
    name = "query",
    description = {
      "Answer a question in SQL about this machine.",
      "Read-only, over the tables that 'reeve inventory' lists."
    },
    footer = "  reeve query \"select name, version from deb_packages where name like 'ssh%%'\"")
final class QueryCommand implements Callable<Integer> {
  private static final int MOST_QUOTED = 60;

  private final Context context;

  @Mixin private final CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "SQL", description = "A SELECT statement (SQLite).")
  private String sql = "";

  QueryCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var page = new InventoryPage(context);
    var answer = context.agents().ask(common.place(), agent -> agent.query(sql));
    if (answer.error().isPresent()) {
      throw new AgentException(
          Kind.FAILED,
          "'" + shortened() + "' cannot be answered: " + answer.error().get(),
          "'reeve inventory' lists the tables");
    }
    context.show(common.output(), answer, page::printRows);
    return 0;
  }

  private String shortened() {
    return sql.length() <= MOST_QUOTED ? sql : sql.substring(0, MOST_QUOTED) + "…";
  }
}
