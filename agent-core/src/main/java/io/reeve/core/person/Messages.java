package io.reeve.core.person;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reeve.core.desk.Presence;
import io.reeve.core.person.GoodMoment.Kind;
import io.reeve.core.person.GoodMoment.Waiting;
import io.reeve.store.History;
import io.reeve.store.Notes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Messages of the organisation: kept until they were shown for a day, the newest few of them. Used
/// on the loop's thread only.
public final class Messages {
  /// The most that are kept.
  static final int MOST = 20;

  private static final Duration KEPT = Duration.ofHours(24);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String NOTE = "person/message/";
  private static final JsonMapper JSON = new JsonMapper();

  private final Notes notes;
  private final History history;
  private final Clock clock;

  public Messages(Notes notes, History history, Clock clock) {
    this.notes = notes;
    this.history = history;
    this.clock = clock;
  }

  /// Every one, oldest first.
  public List<Message> all() {
    return notes.startingWith(NOTE).values().stream().map(Messages::read).toList();
  }

  /// Whether another may come this hour. A clock that was set forward or back does not open the
  /// door.
  boolean isRoom(PersonPolicy policy) {
    var now = clock.instant();
    return all().stream()
            .filter(each -> Duration.between(each.at(), now).abs().compareTo(HOUR) < 0)
            .count()
        < policy.messagesPerHour();
  }

  /// Takes one.
  void add(String title, String text, boolean urgent) {
    var all = all();
    long number = all.isEmpty() ? 1 : all.getLast().number() + 1;
    if (all.size() >= MOST) {
      notes.remove(name(all.getFirst().number()));
    }
    keep(
        new Message(
            number,
            clock.instant(),
            urgent,
            title,
            text,
            Duration.ZERO,
            false,
            Set.of(),
            Set.of()));
  }

  /// Time goes on: what has waited for this moment may be shown, and what was shown for long goes.
  ///
  /// @return whether anything may be shown now that might not before
  public boolean after(Duration passed, Presence presence, PersonPolicy policy) {
    boolean news = false;
    for (var each : all()) {
      var later = each.after(passed);
      if (later.released() && later.waited().compareTo(KEPT) > 0) {
        notes.remove(name(each.number()));
      } else if (!later.released() && isGood(later, presence, policy)) {
        keep(later.shown());
        news = true;
      } else {
        keep(later);
      }
    }
    return news;
  }

  /// An urgent one waits only until somebody is there.
  private static boolean isGood(Message message, Presence presence, PersonPolicy policy) {
    if (message.urgent()) {
      return presence.attention() != Presence.Attention.NOBODY;
    }
    var waiting = new Waiting(message.waited(), policy.messageWait());
    return GoodMoment.against(Kind.NOTICE, presence, policy, waiting).isEmpty();
  }

  /// How far it has come.
  public enum Reach {
    /// Somebody has answered it or put it away.
    READ,
    /// It is on their screen or terminal.
    PUT
  }

  /// Somebody has it. Each is written down once.
  public void reached(long number, String user, Reach reach) {
    all().stream()
        .filter(each -> each.number() == number && !of(each, reach).contains(user))
        .forEach(each -> {
          var users = new HashSet<>(of(each, reach));
          users.add(user);
          switch (reach) {
            case READ -> keep(each.seenBy(users));
            case PUT -> keep(each.putBefore(users));
          }
          var how =
              switch (reach) {
                case READ -> "It was read or put away by ";
                case PUT -> "It was put on the screen or terminal of ";
              };
          history.add("message", "a message", how + user + ": " + words(each));
        });
  }

  private static Set<String> of(Message message, Reach reach) {
    return switch (reach) {
      case READ -> message.seen();
      case PUT -> message.put();
    };
  }

  private static String words(Message message) {
    return message.title().isEmpty() ? message.text() : message.title();
  }

  /// Whether any of them waits to be shown, or to go.
  public boolean isEmpty() {
    return notes.startingWith(NOTE).isEmpty();
  }

  /// Forgets every one: the enrolment has ended.
  public static void forget(Notes notes) {
    notes.startingWith(NOTE).keySet().forEach(notes::remove);
  }

  private void keep(Message message) {
    var json = JSON.createObjectNode();
    json.put("number", message.number()).put("at", message.at().toString());
    json.put("urgent", message.urgent()).put("title", message.title());
    json.put("text", message.text()).put("waited", message.waited().toSeconds());
    json.put("released", message.released());
    var seen = json.putArray("seen");
    message.seen().stream().sorted().forEach(seen::add);
    var put = json.putArray("put");
    message.put().stream().sorted().forEach(put::add);
    notes.put(name(message.number()), json.toString());
  }

  /// Padded, for notes come in the order of their names.
  private static String name(long number) {
    return NOTE + "%019d".formatted(number);
  }

  private static Message read(String note) {
    try {
      var json = JSON.readTree(note);
      var seen = new HashSet<String>();
      json.path("seen").forEach(user -> seen.add(user.asText()));
      var put = new HashSet<String>();
      json.path("put").forEach(user -> put.add(user.asText()));
      return new Message(
          json.path("number").asLong(),
          Instant.parse(json.path("at").asText()),
          json.path("urgent").asBoolean(),
          json.path("title").asText(),
          json.path("text").asText(),
          Duration.ofSeconds(json.path("waited").asLong()),
          json.path("released").asBoolean(),
          seen,
          put);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a note of ours is not JSON", e);
    }
  }
}
