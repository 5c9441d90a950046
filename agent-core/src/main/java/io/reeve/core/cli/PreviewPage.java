package io.reeve.core.cli;

import io.reeve.core.local.WishViews.Preview;
import io.reeve.core.local.WishViews.PreviewFile;
import io.reeve.core.local.WishViews.PreviewPlace;
import io.reeve.core.local.WishViews.PreviewSetting;
import java.util.ArrayList;
import java.util.List;

/// What would change, for people.
final class PreviewPage {
  private final Context context;

  PreviewPage(Context context) {
    this.context = context;
  }

  void print(Preview preview) {
    long changes =
        preview.settings().stream().filter(each -> each.state().equals("changes")).count();
    context.say(
        context.ink(
            Ink.BOLD,
            changes == 0
                ? "Nothing would change. Nothing was touched."
                : Plain.count(changes, "setting") + " would change. Nothing was touched."));
    if (!preview.settings().isEmpty()) {
      context.say("");
      settings(preview);
    }
    if (!preview.places().isEmpty()) {
      context.say("");
      places(preview);
    }
    preview.files().forEach(this::file);
    list("Besides:", preview.effects());
    list("Not foretold:", preview.notes());
  }

  private void settings(Preview preview) {
    var named = Named.in(preview.settings(), PreviewSetting::id, PreviewSetting::uri);
    var table = new TextTable("STATE", "SETTING", "ASKED FOR", "");
    for (var setting : preview.settings()) {
      table.row(
          WishedPage.state(setting.state()),
          named.name(setting.id(), setting.uri()),
          setting.value().orElse("-"),
          remarks(setting));
    }
    table.print(context.terminal());
  }

  private static String remarks(PreviewSetting setting) {
    var remarks = new ArrayList<String>();
    if (!setting.detail().isEmpty()) {
      remarks.add(setting.detail());
    }
    if (setting.cutsNetwork()) {
      remarks.add("can cut the network: rolled back unless the service answers afterwards");
    }
    if (setting.reboot()) {
      remarks.add("takes effect after a restart of the machine");
    }
    return String.join("; ", remarks);
  }

  private void places(Preview preview) {
    var table = new TextTable("PLACE", "NOW", "THEN");
    for (var place : preview.places()) {
      table.row(place.name(), before(place), after(place));
    }
    table.print(context.terminal());
  }

  private static String before(PreviewPlace place) {
    return place.change().equals("leave") ? "-" : place.before();
  }

  private static String after(PreviewPlace place) {
    return switch (place.change()) {
      case "leave" -> "stays as it is: " + place.detail();
      case "give-back" -> place.after() + ", as before Reeve";
      case String _ -> place.after();
    };
  }

  private void file(PreviewFile file) {
    context.say("");
    context.say(
        context.ink(
            Ink.BOLD,
            Plain.text("%s  %s  %s".formatted(file.change(), file.file(), file.attributes()))));
    if (!file.note().isEmpty()) {
      context.say("  " + Plain.text(file.note()));
    }
    file.diff().lines().forEach(line -> context.say(ink(line)));
  }

  private String ink(String line) {
    var plain = Plain.text(line.replace("\t", "    "));
    return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case '+' -> context.ink(Ink.GOOD, plain);
      case '-' -> context.ink(Ink.BAD, plain);
      case '@' -> context.ink(Ink.DIM, plain);
      default -> plain;
    };
  }

  private void list(String head, List<String> lines) {
    if (!lines.isEmpty()) {
      context.say("");
      context.say(context.ink(Ink.BOLD, head));
      lines.forEach(line -> context.say("  " + Plain.text(line)));
    }
  }
}
