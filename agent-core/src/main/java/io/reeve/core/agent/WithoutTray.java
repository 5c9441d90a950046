package io.reeve.core.agent;

import io.reeve.core.desk.Letter;
import io.reeve.core.desk.People;
import io.reeve.core.desk.People.Person;
import io.reeve.core.local.LocalServer;
import io.reeve.core.text.LetterText;
import io.reeve.core.text.Texts;
import io.reeve.store.History;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that somebody without a tray hears of a letter, too: by the desktop's own notices or
/// on the terminal, once for each session and letter. What reached nobody is tried again, ever more
/// seldom: a desktop may show notices only some time after its session began. On the loop, but for
/// the telling.
final class WithoutTray {
  private static final Logger LOG = LoggerFactory.getLogger(WithoutTray.class);

  /// How often the time between two tries doubles.
  private static final int SELDOM = 5;

  private final People people;
  private final Loop loop;
  private final Trays trays;
  private final Letters letters;
  private final History history;
  private final Map<String, State> states = new HashMap<>();

  private sealed interface State {
    record Telling() implements State {}

    record Told() implements State {}

    /// @param looks after which it is tried again
    record Failed(int tries, int looks) implements State {}
  }

  WithoutTray(People people, Loop loop, Trays trays, Letters letters, History history) {
    this.people = people;
    this.loop = loop;
    this.trays = trays;
    this.letters = letters;
    this.history = history;
  }

  void look(List<Person> here) {
    letters.tidy();
    var current = new HashSet<String>();
    for (var person : here) {
      for (var letter : letters.of(person.user())) {
        current.add(key(person, letter));
        if (!hasTray(person, letter) && !letters.isPut(letter.id(), person.user())) {
          look(person, letter);
        }
      }
    }
    states.keySet().retainAll(current);
  }

  /// Where the system does not name who asks, any tray counts as everybody's; of a machine that
  /// goes down people are told by all means.
  private boolean hasTray(Person person, Letter letter) {
    boolean named = trays.isThere(person.user());
    boolean unnamed =
        switch (letter.kind()) {
          case MESSAGE, RESTART_ASKED, HELD ->
              person.atScreen() && trays.isThere(LocalServer.UNNAMED);
          case RESTART_WARNED, GOING -> false;
        };
    return (named || unnamed) && !letters.isUnshown(letter.id(), person.user());
  }

  private static String key(Person person, Letter letter) {
    return person.session() + " " + letter.id();
  }

  private void look(Person person, Letter letter) {
    var key = key(person, letter);
    switch (states.get(key)) {
      case null -> tell(person, letter, 1);
      case State.Failed(int tries, int looks) when looks > 1 ->
          states.put(key, new State.Failed(tries, looks - 1));
      case State.Failed failed -> tell(person, letter, failed.tries() + 1);
      case State.Telling _, State.Told _ -> {}
    }
  }

  private void tell(Person person, Letter letter, int tries) {
    states.put(key(person, letter), new State.Telling());
    var notice = LetterText.notice(letter, Texts.of(Locale.getDefault()));
    loop.aside(
        "reeve-tell",
        () -> {
          try {
            return people.tell(person, notice);
          } catch (IOException e) {
            LOG.info("{} cannot be told: {}", person.user(), e.getMessage());
            return false;
          }
        },
        done -> took(person, letter, tries, done),
        () -> took(person, letter, tries, false));
  }

  private void took(Person person, Letter letter, int tries, boolean done) {
    if (!done) {
      failed(person, letter, tries);
      return;
    }
    states.put(key(person, letter), new State.Told());
    letters.put(letter.id(), person.user());
  }

  private void failed(Person person, Letter letter, int tries) {
    if (tries == 1) {
      history.add(
          "failed",
          "a notice",
          "It could not be shown to %s; that is tried again: %s"
              .formatted(person.user(), letter.kind().name().toLowerCase(Locale.ROOT)));
    }
    int looks = 1 << Math.min(tries - 1, SELDOM);
    states.put(key(person, letter), new State.Failed(tries, looks));
  }
}
