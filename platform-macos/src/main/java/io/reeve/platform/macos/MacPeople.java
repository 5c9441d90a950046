package io.reeve.platform.macos;

import io.reeve.core.desk.Notice;
import io.reeve.core.desk.People;
import io.reeve.core.desk.Presence;
import io.reeve.core.spi.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who is logged in at the screen, and from elsewhere at a terminal. A terminal's window on the
/// screen is no session of its own.
record MacPeople(Tools tools) implements People {
  private static final Logger LOG = LoggerFactory.getLogger(MacPeople.class);
  private static final String SCREEN = "gui/";
  private static final Pattern REMOTE =
      Pattern.compile("(?m)^(\\S+)\\s+(ttys\\d{1,5})\\s.*\\(([^()]+)\\)\\s*$");
  private static final List<String> SHOW =
      List.of(
          "/usr/bin/osascript",
          "-e",
          "on run words",
          "-e",
          "display notification (item 2 of words) with title (item 1 of words)",
          "-e",
          "end run",
          "--");

  @Override
  public List<Person> here() throws IOException {
    var people = new ArrayList<Person>();
    for (var session : new Sessions(tools).all()) {
      people.add(new Person(session.user(), SCREEN + session.uid(), true, session.seen()));
    }
    people.addAll(remote(tools.text("/usr/bin/who")));
    return people;
  }

  /// Reads what who(1) writes.
  static List<Person> remote(String who) {
    return REMOTE
        .matcher(who)
        .results()
        .map(line -> new Person(line.group(1), line.group(2), false, false))
        .toList();
  }

  @Override
  public boolean tell(Person person, Notice notice) throws IOException {
    return person.atScreen() ? show(person, notice) : write(person, notice);
  }

  /// In their session, as them: the notification centre is each person's own.
  private boolean show(Person person, Notice notice) throws IOException {
    var user = Console.of(tools, person.user());
    if (user.isEmpty()) {
      return false;
    }
    var command = new ArrayList<>(user.get().prefix());
    command.addAll(show(notice));
    return tools.run(command.toArray(String[]::new)).ok();
  }

  /// What shows a notice in the session that it is run in.
  static List<String> show(Notice notice) {
    var command = new ArrayList<>(SHOW);
    command.add(notice.title());
    command.add(notice.body());
    return command;
  }

  private boolean write(Person person, Notice notice) throws IOException {
    var text = notice.title() + "\n" + notice.body() + "\n";
    try (var words = Secret.of(text.getBytes(StandardCharsets.UTF_8))) {
      return tools
          .host()
          .commands()
          .run(
              List.of("/usr/bin/write", person.user(), person.session()),
              words,
              Duration.ofSeconds(10))
          .ok();
    }
  }

  @Override
  public Presence presence() {
    try {
      return MacPresence.of(tools);
    } catch (IOException e) {
      LOG.debug("nobody can tell what the person does: {}", e.getMessage());
      return Presence.here();
    }
  }
}
