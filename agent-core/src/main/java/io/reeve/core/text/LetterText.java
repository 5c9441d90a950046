package io.reeve.core.text;

import io.reeve.core.desk.Letter;
import io.reeve.core.desk.Notice;
import io.reeve.core.desk.Notice.Button;
import io.reeve.core.desk.Notice.Urgency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Letters as notices in somebody's language.
public final class LetterText {
  /// The buttons' ids.
  public static final String NOW = "restart-now";

  public static final String LATER = "later";
  public static final String SEEN = "seen";

  /// No buttons: a tray tells that a letter is on the screen, or could not be put there.
  public static final String PUT = "put";

  public static final String UNSHOWN = "not-shown";

  /// In place of a letter's id: about the restart that is planned, chosen from the tray's menu.
  public static final String MENU = "restart";

  private LetterText() {}

  public static Notice notice(Letter letter, Texts texts) {
    var from = from(letter.from(), texts);
    return switch (letter.kind()) {
      case MESSAGE ->
          notice(
              letter,
              texts.of("message.title", from),
              letter.title().isEmpty() ? letter.text() : letter.title() + "\n" + letter.text(),
              List.of(new Button(SEEN, texts.of("button.seen"))));
      case RESTART_ASKED ->
          notice(
              letter,
              texts.of("restart.asked.title"),
              reason(letter, texts.of("restart.asked.body", from, time(letter, texts)), texts),
              buttons(letter, texts));
      case RESTART_WARNED ->
          notice(
              letter,
              texts.of("restart.warned.title", time(letter, texts)),
              reason(letter, texts.of("restart.warned.body"), texts),
              List.of(new Button(NOW, texts.of("button.now"))));
      case GOING ->
          notice(
              letter,
              texts.of(going(letter.text()) + ".title", time(letter, texts)),
              texts.of("going.body", from),
              List.of(new Button(SEEN, texts.of("button.seen"))));
      case HELD ->
          notice(
              letter,
              texts.of("held.title", time(letter, texts)),
              texts.of("held.body", from, action(letter.text(), texts)),
              List.of(new Button(SEEN, texts.of("button.seen"))));
    };
  }

  /// Who sends it, as people know them.
  public static String from(String organisation, Texts texts) {
    return organisation.isEmpty() ? texts.of("organisation") : organisation;
  }

  /// Begins the keys of what is said of a machine that goes down.
  ///
  /// @param uri the action's
  public static String going(String uri) {
    return uri.endsWith("/ShutDown") ? "going.off" : "going.restart";
  }

  /// What an action does, for people who do not know its address.
  public static String action(String uri, Texts texts) {
    var name = uri.substring(uri.lastIndexOf('/') + 1);
    if (uri.contains("/Reeve/Scripts/")) {
      return texts.of("action.script", name);
    }
    var key = "action." + (name.startsWith("doWipe") ? "doWipe" : name);
    return texts.has(key) ? texts.of(key) : name;
  }

  private static String time(Letter letter, Texts texts) {
    return texts.duration(Duration.ofMinutes(letter.minutes()));
  }

  private static String reason(Letter letter, String sentence, Texts texts) {
    return letter.text().isEmpty()
        ? sentence
        : sentence + "\n" + texts.of("restart.reason", letter.text());
  }

  private static List<Button> buttons(Letter letter, Texts texts) {
    var buttons = new ArrayList<Button>();
    buttons.add(new Button(NOW, texts.of("button.now")));
    if (letter.times() > 0) {
      buttons.add(new Button(LATER, texts.of("button.later", letter.times())));
    }
    return buttons;
  }

  private static Notice notice(Letter letter, String title, String body, List<Button> buttons) {
    var urgency = letter.urgent() ? Urgency.URGENT : Urgency.NORMAL;
    return new Notice(letter.id(), urgency, title, body, buttons);
  }
}
