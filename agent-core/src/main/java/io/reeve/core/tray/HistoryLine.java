package io.reeve.core.tray;

import io.reeve.core.desk.SafeText;
import io.reeve.core.local.Views;
import io.reeve.core.text.LetterText;
import io.reeve.core.text.Texts;
import java.util.List;
import java.util.Locale;

/// An entry of the history as a line of the menu, in somebody's language: what was done to what.
/// `reeve history` has the whole of it.
final class HistoryLine {
  private static final List<String> OURS =
      List.of(
          "./Device/Vendor/Reeve/",
          "./Device/Vendor/MSFT/Policy/Config/",
          "./Device/Vendor/MSFT/",
          "./");

  /// Of an action the first word says how it went.
  private static final List<String> ENDS = List.of("done", "begun", "refused", "failed");

  private HistoryLine() {}

  static String of(Views.Event event, Texts texts) {
    var key = "did." + event.kind();
    return switch (event.kind()) {
      case "action", "refused", "routine" -> action(event, texts);
      case "held" -> texts.of(key, LetterText.action(event.subject(), texts));
      default ->
          texts.has(key) ? texts.of(key, subject(event.subject())) : SafeText.line(event.text());
    };
  }

  private static String action(Views.Event event, Texts texts) {
    var words = LetterText.action(event.subject(), texts);
    var text = event.text().toLowerCase(Locale.ROOT);
    return ENDS.stream()
        .filter(text::startsWith)
        .findFirst()
        .map(end -> texts.of("did.action." + end, words))
        .orElseGet(() -> texts.of("did.action", words));
  }

  /// Without the part of an address that all have.
  private static String subject(String subject) {
    return OURS.stream()
        .filter(subject::startsWith)
        .findFirst()
        .map(ours -> subject.substring(ours.length()))
        .orElse(subject);
  }
}
