package io.reeve.core.cli;

import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.WishViews.Wished;
import io.reeve.core.local.WishViews.WishedSetting;
import java.util.Set;

/// What became of what somebody asked for, for people.
final class WishedPage {
  private static final Set<String> BAD = Set.of("failed", "rolled-back", "contested");

  private final Context context;

  WishedPage(Context context) {
    this.context = context;
  }

  /// 0 when nothing failed.
  static int exit(Wished wished) {
    return wished.settings().stream().anyMatch(setting -> BAD.contains(setting.state()))
        ? Kind.FAILED.exit()
        : 0;
  }

  void print(Wished wished) {
    if (wished.settings().isEmpty()) {
      context.say("Nothing is asked for, and nothing was.");
      return;
    }
    var named = Named.in(wished.settings(), WishedSetting::id, WishedSetting::uri);
    var table = new TextTable("STATE", "SETTING", "ASKED FOR", "");
    for (var setting : wished.settings()) {
      table.row(
          state(setting.state()),
          named.name(setting.id(), setting.uri()),
          setting.value().orElse("-"),
          setting.detail());
    }
    table.print(context.terminal());
    switch (wished.trial()) {
      case "stays" ->
          context.say(context.ink(Ink.GOOD, "The service answered after the change, so it stays."));
      case "rolled-back" ->
          context.say(
              context.ink(
                  Ink.BAD,
                  "The service did not answer after the change, so what can cut the network was"
                      + " rolled back."));
      case String _ -> {
        // there was no such change
      }
    }
  }

  static Cell state(String state) {
    return switch (state) {
      case "applied", "changes" -> new Cell(state, Ink.GOOD);
      case "failed", "refused", "contested" -> new Cell(state, Ink.BAD);
      case "rolled-back" -> new Cell("rolled back", Ink.BAD);
      case "outranked", "pending" -> new Cell(state, Ink.WARN);
      case "not-owned" -> new Cell("not owned", Ink.WARN);
      case "not-applicable" -> new Cell("not applicable", Ink.DIM);
      case "unchanged", "withdrawn" -> new Cell(state, Ink.DIM);
      case String other -> Cell.of(other);
    };
  }
}
