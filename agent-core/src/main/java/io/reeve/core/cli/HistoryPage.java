package io.reeve.core.cli;

import io.reeve.core.local.Views.Event;
import java.util.List;

/// What was done, for people.
final class HistoryPage {
  private final Context context;

  HistoryPage(Context context) {
    this.context = context;
  }

  void print(List<Event> events) {
    if (events.isEmpty()) {
      context.say("Nothing was done on this machine yet.");
      return;
    }
    var table = new TextTable("WHEN", "WHAT", "SUBJECT", "");
    for (var event : events) {
      var ink = event.kind().equals("failed") ? Ink.BAD : Ink.PLAIN;
      var when = context.when(event.at());
      table.row(when, new Cell(event.kind(), ink), event.subject(), event.text());
    }
    table.print(context.terminal());
  }
}
