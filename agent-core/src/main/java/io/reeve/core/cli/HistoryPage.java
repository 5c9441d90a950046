package io.reeve.core.cli;

import io.reeve.core.local.Views;
import io.reeve.core.local.Views.Event;
import java.util.List;

/// What was done, for people.
final class HistoryPage {
  private static final int KEPT = 2;

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
      table.row(when, new Cell(event.kind(), ink), subject(event), words(event));
    }
    table.print(context.terminal());
  }

  private static String words(Event event) {
    return event.by().isEmpty() ? event.text() : event.text() + " (" + event.by() + ")";
  }

  void print(Views.Ledger ledger) {
    if (!ledger.whole()) {
      context.say(context.ink(Ink.BAD, "NOT WHOLE") + ": " + ledger.trouble() + ".");
    } else if (ledger.hash().isEmpty()) {
      context.say("Nothing was done on this machine yet.");
    } else {
      context.say(context.ink(Ink.GOOD, "whole") + ": " + ledger.entries() + " entries.");
    }
    if (!ledger.hash().isEmpty()) {
      context.say("The newest is number " + ledger.head() + ", and all up to it have the hash");
      context.say("  " + ledger.hash());
      context.say(
          "The service is told it with each session, and can tell whether it has grown from"
              + " what it was told before.");
    }
  }

  /// The end of a long address, which is what tells settings apart; whole in files and pipes.
  private String subject(Event event) {
    var parts = event.subject().split("/");
    return context.terminal().interactive() && parts.length > KEPT
        ? ".../" + String.join("/", List.of(parts).subList(parts.length - KEPT, parts.length))
        : event.subject();
  }
}
