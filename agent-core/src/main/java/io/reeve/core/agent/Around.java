package io.reeve.core.agent;

import io.reeve.core.desk.People;
import io.reeve.core.desk.People.Person;
import io.reeve.core.desk.Presence;
import io.reeve.core.local.LocalServer;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who is at the machine, and what they do, as it was when somebody looked.
record Around(List<Person> here, Presence presence) {
  /// Before anybody has looked.
  static final Around UNKNOWN = new Around(List.of(), Presence.here());

  private static final Logger LOG = LoggerFactory.getLogger(Around.class);

  Around {
    here = List.copyOf(here);
  }

  /// Asks the system and the trays. Not on the loop.
  static Around look(People people, Trays trays) {
    var here = here(people);
    return new Around(here, trays.with(people.presence(), deciding(here), LocalServer.UNNAMED));
  }

  private static List<Person> here(People people) {
    try {
      return people.here();
    } catch (IOException e) {
      LOG.debug("who is logged in cannot be told: {}", e.getMessage());
      return List.of();
    }
  }

  /// What is to be thought where nothing could be learned, by a defect: as before, and as if
  /// somebody were there, who is then asked and warned.
  Around unseen() {
    return new Around(
        here,
        new Presence(
            presence.doing(), Presence.Attention.HERE, presence.power(), presence.metered()));
  }

  /// Who has a say: who works at the screen, or whoever is logged in where nobody does.
  private static List<Person> deciding(List<Person> here) {
    var atScreen = here.stream().filter(each -> each.atScreen() && each.active()).toList();
    return atScreen.isEmpty() ? here : atScreen;
  }

  /// Whether that user has a say in a restart.
  boolean decides(String user) {
    return user.equals(LocalServer.UNNAMED)
        || deciding(here).stream().anyMatch(person -> person.user().equals(user));
  }

  /// Whether it is certain that nobody else works here. Of whom the system does not name it never
  /// is.
  boolean isAlone(String user) {
    return !user.equals(LocalServer.UNNAMED)
        && here.stream().map(Person::user).distinct().toList().equals(List.of(user));
  }
}
