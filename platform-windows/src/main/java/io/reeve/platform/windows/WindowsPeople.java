package io.reeve.platform.windows;

import io.reeve.core.desk.Notice;
import io.reeve.core.desk.People;
import io.reeve.core.desk.Presence;
import io.reeve.core.desk.Presence.Attention;
import io.reeve.core.desk.Presence.Doing;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who is logged in, as the service of Windows sees it.
///
/// @param machine power, network and microphones
record WindowsPeople(Sessions sessions, MachinePresence machine) implements People {
  private static final Logger LOG = LoggerFactory.getLogger(WindowsPeople.class);

  @Override
  public List<Person> here() throws IOException {
    return sessions.all().stream()
        .map(each -> new Person(each.user(), Integer.toString(each.id()), true, each.active()))
        .toList();
  }

  /// In a box of Windows' own, which stays until it is put away. A session in the background would
  /// get it when somebody comes back, who may then be told of what is long over.
  @Override
  public boolean tell(Person person, Notice notice) throws IOException {
    for (var session : sessions.all()) {
      if (Integer.toString(session.id()).equals(person.session())
          && session.user().equals(person.user())
          && session.active()) {
        sessions.tell(session, notice.title(), notice.body());
        return true;
      }
    }
    return false;
  }

  @Override
  public Presence presence() {
    return new Presence(
        isInCall() ? List.of(Doing.IN_CALL) : List.of(),
        attention(),
        machine.power(),
        machine.isMetered());
  }

  /// Whoever is to be seen now, and nobody in the background.
  private boolean isInCall() {
    try {
      var person = sessions.person();
      if (person.isEmpty()) {
        return false;
      }
      try (var as = sessions.as(person.get())) {
        return machine.isInCall(as.sid());
      }
    } catch (IOException e) {
      LOG.debug("Windows does not tell who is there", e);
      return false;
    }
  }

  private Attention attention() {
    try {
      var seen = sessions.all().stream().filter(Sessions.Session::active).toList();
      if (seen.isEmpty()) {
        return Attention.NOBODY;
      }
      for (var session : seen) {
        if (!sessions.isLocked(session).orElse(false)) {
          return Attention.HERE;
        }
      }
      return Attention.LOCKED;
    } catch (IOException e) {
      LOG.debug("Windows does not tell who is there", e);
      return Attention.HERE;
    }
  }
}
