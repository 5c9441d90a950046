package io.reeve.core.tray;

import io.reeve.core.desk.Letter;
import io.reeve.core.desk.Notice;
import io.reeve.core.desk.Presence;
import io.reeve.core.desk.Screen;
import io.reeve.core.text.LetterText;
import io.reeve.core.text.Texts;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts each letter on the screen once, and takes it away when it is over. Who was not there when
/// one went by itself gets it again.
final class TrayLetters {
  private static final Logger LOG = LoggerFactory.getLogger(TrayLetters.class);

  private final BiConsumer<String, String> report;
  private final Set<String> told = new HashSet<>();
  private final Set<String> missed = new HashSet<>();
  private final Set<String> unshown = new HashSet<>();

  /// @param report is told of a letter's id how far it came: [LetterText#PUT] or
  ///   [LetterText#UNSHOWN]
  TrayLetters(BiConsumer<String, String> report) {
    this.report = report;
  }

  /// @param letters all that there are now
  synchronized void show(Screen screen, List<Letter> letters, Texts texts) {
    var ids = letters.stream().map(Letter::id).toList();
    told.stream().filter(id -> !ids.contains(id)).toList().forEach(id -> withdraw(screen, id));
    unshown.retainAll(ids);
    missed.retainAll(ids);
    if (!missed.isEmpty() && isHere(screen)) {
      told.removeAll(missed);
      missed.clear();
    }
    letters.stream()
        .filter(letter -> !told.contains(letter.id()))
        .forEach(letter -> tell(screen, letter, texts));
  }

  /// A notice went by itself. What it said stays in the menu.
  void expired(Screen screen, String id) {
    boolean here = isHere(screen);
    synchronized (this) {
      if (!here && told.contains(id)) {
        missed.add(id);
      }
    }
  }

  private static boolean isHere(Screen screen) {
    return screen.presence().attention() == Presence.Attention.HERE;
  }

  private void tell(Screen screen, Letter letter, Texts texts) {
    if (tell(screen, LetterText.notice(letter, texts))) {
      told.add(letter.id());
      report.accept(letter.id(), LetterText.PUT);
    } else if (unshown.add(letter.id())) {
      report.accept(letter.id(), LetterText.UNSHOWN);
    }
  }

  /// @return whether it is on the screen
  static boolean tell(Screen screen, Notice notice) {
    try {
      screen.tell(notice);
      return true;
    } catch (IOException e) {
      LOG.warn("a notice cannot be shown: {}", e.getMessage());
      return false;
    }
  }

  private void withdraw(Screen screen, String id) {
    told.remove(id);
    try {
      screen.withdraw(id);
    } catch (IOException e) {
      LOG.warn("a notice cannot be taken away: {}", e.getMessage());
    }
  }
}
