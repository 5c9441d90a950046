package io.reeve.core.cli;

import io.reeve.core.local.Views;
import java.util.ArrayList;
import java.util.List;

/// The status for people.
final class StatusPage {
  private final Context context;
  private final Ago ago;

  StatusPage(Context context) {
    this.context = context;
    ago = new Ago(context.terminal().clock());
  }

  void print(Views.Status status) {
    context.say(
        context.ink(Ink.BOLD, "Reeve " + Plain.text(status.version()))
            + (status.daemon() ? ", daemon running" : ", no daemon running"));
    context.say("");
    var table = new TextTable();
    status
        .account()
        .ifPresentOrElse(
            account -> account(table, account),
            () -> table.row("Enrolled", new Cell("no", Ink.WARN)));
    table.row("Last sync", status.lastSync().map(this::session).orElse(Cell.of("never")));
    status
        .lastSync()
        .filter(last -> !last.ok())
        .ifPresent(
            _ -> table.row("Last contact", status.lastContact().map(ago::of).orElse("never")));
    table.row("Next sync", next(status));
    table.row("Compliance", CompliancePage.cell(status.compliance()));
    table.row("Settings", settings(status.settings()));
    status.restart().ifPresent(why -> table.row("Restart", new Cell("needed: " + why, Ink.WARN)));
    status
        .planned()
        .ifPresent(planned -> table.row("Planned", new Cell(restart(planned), Ink.WARN)));
    status.going().ifPresent(going -> table.row("Going down", new Cell(going(going), Ink.BAD)));
    status.held().ifPresent(held -> table.row("Held back", new Cell(held(held), Ink.BAD)));
    table.print(context.terminal());
    if (!status.enrolled()) {
      context.say("");
      context.say("To enrol: 'reeve enroll --help' says how.");
    }
  }

  private static String restart(Views.PlannedRestart planned) {
    var left = Plain.count(planned.minutesLeft(), "minute");
    var when =
        switch (planned.phase()) {
          case "warned" -> "a restart in " + left;
          case "due" -> "a restart now";
          default ->
              "a restart within "
                  + left
                  + ", may be put off "
                  + Plain.count(planned.postponements(), "time")
                  + " more";
        };
    var why = planned.heldBackBy().isEmpty() ? "" : "; waits: " + planned.heldBackBy();
    return when + why.replace('_', ' ') + "; 'reeve cancel' gives it up";
  }

  private String going(Views.Going going) {
    return "%s %s; 'reeve cancel' stops it".formatted(Plain.text(going.uri()), ago.of(going.at()));
  }

  private String held(Views.Held held) {
    return "%s, will be done %s; 'reeve cancel' gives it up"
        .formatted(Plain.text(held.uri()), ago.of(held.until()));
  }

  void account(TextTable table, Views.Account account) {
    table.row("Enrolled", new Cell("yes, " + ago.of(account.enrolledAt()), Ink.GOOD));
    table.row("Service", account.server() + " (" + account.provider() + ")");
    table.row("Device", account.deviceId());
    account.user().ifPresent(user -> table.row("User", user));
    table.row("Key", account.keyHome());
    var ends = "ends " + ago.of(account.certificateExpires());
    table.row("Certificate", account.certificateSubject() + ", " + ends);
    table.row("Renewal", account.renewal());
  }

  private String next(Views.Status status) {
    return status.enrolled() && !status.daemon()
        ? "when a daemon runs, or with 'reeve sync'"
        : status.nextSync().map(ago::of).orElse("none planned");
  }

  private Cell session(Views.SyncRecord record) {
    var text = ago.of(record.at()) + ": " + record.text();
    return new Cell(text, record.ok() ? Ink.PLAIN : Ink.BAD);
  }

  private static String settings(Views.SettingCounts counts) {
    var parts = new ArrayList<String>();
    add(parts, counts.applied(), "applied");
    add(parts, counts.notApplicable(), "not applicable here");
    add(parts, counts.failed(), "failed");
    add(parts, counts.drifted(), "drifted");
    add(parts, counts.contested(), "contested");
    add(parts, counts.pending(), "pending");
    var sum = counts.wanted() + " wanted";
    return parts.isEmpty() ? sum : sum + ": " + String.join(", ", parts);
  }

  private static void add(List<String> parts, int count, String what) {
    if (count > 0) {
      parts.add(count + " " + what);
    }
  }
}
