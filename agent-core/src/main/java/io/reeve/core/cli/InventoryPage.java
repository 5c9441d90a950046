package io.reeve.core.cli;

import io.reeve.core.inventory.Inventory.Answer;
import java.util.List;

/// Tables for people.
final class InventoryPage {
  private final Context context;

  InventoryPage(Context context) {
    this.context = context;
  }

  /// Which tables there are.
  void printOverview(List<Answer> answers) {
    var table = new TextTable("TABLE", "ROWS", "");
    for (var answer : answers) {
      var rows = answer.error().isPresent() ? "-" : String.valueOf(answer.rows().size());
      table.row(answer.name(), rows, new Cell(answer.error().orElse(""), Ink.WARN));
    }
    table.print(context.terminal());
    context.say("");
    context.say("To read one: reeve inventory TABLE");
  }

  /// The tables themselves.
  void printTables(List<Answer> answers) {
    var first = true;
    for (var answer : answers) {
      if (!first) {
        context.say("");
      }
      first = false;
      if (answers.size() > 1) {
        context.say(context.ink(Ink.BOLD, Plain.text(answer.name())));
      }
      answer
          .error()
          .ifPresentOrElse(
              why -> context.say(context.ink(Ink.WARN, "no rows: " + Plain.text(why))),
              () -> printRows(answer));
    }
  }

  /// A single row stands upright, so that many columns can be read; several rows lie.
  void printRows(Answer answer) {
    if (answer.rows().isEmpty()) {
      context.say("no rows");
    } else if (answer.rows().size() == 1) {
      printUpright(answer);
    } else {
      printLying(answer);
    }
  }

  private void printUpright(Answer answer) {
    var table = new TextTable();
    for (var column : answer.columns()) {
      table.row(column, text(answer, 0, column));
    }
    table.print(context.terminal());
  }

  private void printLying(Answer answer) {
    var table = new TextTable(answer.columns().toArray(String[]::new));
    for (var row = 0; row < answer.rows().size(); row++) {
      var index = row;
      table.row(answer.columns().stream().map(column -> text(answer, index, column)).toArray());
    }
    table.print(context.terminal());
  }

  private static String text(Answer answer, int row, String column) {
    return String.valueOf(answer.rows().get(row).getOrDefault(column, ""));
  }
}
