package io.reeve.core.cli;

import io.reeve.core.local.Views.SettingState;
import java.util.List;

/// Settings for people.
final class SettingsPage {
  private final Context context;

  SettingsPage(Context context) {
    this.context = context;
  }

  void print(List<SettingState> settings) {
    if (settings.isEmpty()) {
      context.say("No setting is asked for.");
      return;
    }
    var named = Named.in(settings, SettingState::id, SettingState::uri);
    var table = new TextTable("STATE", "SETTING", "WANTED", "SEEN", "");
    for (var setting : settings) {
      table.row(
          state(setting),
          named.name(setting.id(), setting.uri()),
          setting.wanted().orElse("-"),
          setting.seen().orElse("-"),
          setting.detail());
    }
    table.print(context.terminal());
  }

  static Cell state(SettingState setting) {
    return switch (setting.state()) {
      case "applied" -> new Cell("applied", Ink.GOOD);
      case "pending" -> new Cell("pending", Ink.WARN);
      case "failed" -> new Cell("failed", Ink.BAD);
      case "contested" -> new Cell("contested", Ink.BAD);
      case "drifted" -> new Cell("drifted", Ink.WARN);
      case "rolled-back" -> new Cell("rolled back", Ink.BAD);
      case "not-owned" -> new Cell("not owned", Ink.DIM);
      case "not-applicable" -> new Cell("not applicable", Ink.DIM);
      case "read-only" -> new Cell("read only", Ink.DIM);
      case "not-wanted" -> new Cell("not wanted", Ink.DIM);
      case String other -> Cell.of(other);
    };
  }
}
