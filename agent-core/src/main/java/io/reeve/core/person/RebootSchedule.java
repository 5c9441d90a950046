package io.reeve.core.person;

import io.reeve.core.tree.Branch;
import io.reeve.core.tree.Code;
import io.reeve.core.tree.OneByOne;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import io.reeve.store.Notes;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// `./Device/Vendor/MSFT/Reboot/Schedule` of the Reboot CSP: restarts at a time, once (`Single`) or
/// every day (`DailyRecurrent`). The value is an ISO 8601 date and time, in the machine's zone
/// where it names none; an empty one is none. People are warned before and cannot put it off; who
/// is in a call then is waited for.
public final class RebootSchedule implements Branch {
  /// Where it belongs in the tree.
  public static final OmaUri PREFIX = OmaUri.parse("./Device/Vendor/MSFT/Reboot/Schedule");

  /// A daily restart that was missed by more than this waits for the next day.
  private static final Duration LATE = Duration.ofHours(1);

  /// Farther ahead nothing is ever taken out.
  private static final Duration FARTHEST = Duration.ofDays(2);

  private static final String NOTE = "person/schedule/";
  private static final String DONE = "person/scheduled/";
  private static final String BOOT = "person/schedule-boot";
  private static final int LONGEST = 40;
  private static final String SINGLE = "single";
  private static final String DAILY = "dailyrecurrent";
  private static final Map<String, String> NODES =
      Map.of(SINGLE, "Single", DAILY, "DailyRecurrent");

  private final Notes notes;
  private final Clock clock;
  private final Runnable changed;

  /// @param clock tells which times are past when they are asked for
  /// @param changed called when another time may hold
  public RebootSchedule(Notes notes, Clock clock, Runnable changed) {
    this.notes = notes;
    this.clock = clock;
    this.changed = changed;
  }

  /// Forgets every time: the enrolment has ended.
  public static void forget(Notes notes) {
    NODES
        .keySet()
        .forEach(node -> {
          notes.remove(NOTE + node);
          notes.remove(DONE + node);
        });
  }

  /// The agent begins. What was due before the machine was started is done by that.
  ///
  /// @param boot tells the running boot from others; empty where that is not known
  /// @return whether anything was
  public boolean resume(String boot, Instant now, ZoneId zone) {
    boolean other = !boot.isEmpty() && notes.get(BOOT).filter(boot::equals).isEmpty();
    boolean known = notes.get(BOOT).isPresent();
    if (other) {
      notes.put(BOOT, boot);
    }
    boolean overtaken =
        other && known && next(now, zone).filter(at -> !at.isAfter(now)).isPresent();
    if (overtaken) {
      boolean _ = take(now, zone, Duration.ZERO);
      boolean _ = take(now, zone, Duration.ZERO);
    }
    return overtaken;
  }

  /// The next restart by the clock.
  public Optional<Instant> next(Instant now, ZoneId zone) {
    var daily = daily(now, zone);
    return single(now, zone)
        .map(once -> daily.filter(each -> each.isBefore(once)).orElse(once))
        .or(() -> daily);
  }

  /// Takes out what is to be begun now, so that it is not begun again.
  ///
  /// @param ahead how long before its time it begins
  /// @return whether there is anything
  public boolean take(Instant now, ZoneId zone, Duration ahead) {
    var at = next(now, zone).filter(each -> !each.minus(ahead).isAfter(now));
    if (at.isEmpty()) {
      return false;
    }
    single(now, zone)
        .filter(at.get()::equals)
        .ifPresent(_ -> notes.put(DONE + SINGLE, now + " " + text(SINGLE)));
    daily(now, zone)
        .filter(at.get()::equals)
        .ifPresent(_ -> notes.put(DONE + DAILY, at.get().toString()));
    return true;
  }

  private Optional<Instant> single(Instant now, ZoneId zone) {
    return notes
        .get(NOTE + SINGLE)
        .filter(text -> !isDone(text, now))
        .map(text -> moment(text, zone).orElseThrow());
  }

  /// What is said to have been done days from now was done by a clock that was wrong.
  private boolean isDone(String text, Instant now) {
    var note = notes.get(DONE + SINGLE).orElse("");
    var done = note.split(" ", 2);
    return note.equals(text)
        || (done.length == 2
            && done[1].equals(text)
            && Instant.parse(done[0]).isBefore(now.plus(FARTHEST)));
  }

  /// The first that was not done and is not long past. Yesterday's may be late by a little only,
  /// and tomorrow's may have begun with its warning.
  private Optional<Instant> daily(Instant now, ZoneId zone) {
    return notes
        .get(NOTE + DAILY)
        .flatMap(text -> {
          var time = time(text, zone);
          var today = now.atZone(zone).toLocalDate();
          var done = done(now);
          return IntStream.rangeClosed(-1, 2)
              .mapToObj(day -> today.plusDays(day).atTime(time).atZone(zone).toInstant())
              .filter(at -> at.isAfter(done) && !at.plus(LATE).isBefore(now))
              .findFirst();
        });
  }

  /// What is said to have been done days from now was done by a clock that was wrong.
  private Instant done(Instant now) {
    return notes
        .get(DONE + DAILY)
        .map(Instant::parse)
        .filter(at -> at.isBefore(now.plus(FARTHEST)))
        .orElse(Instant.MIN);
  }

  /// The time of day; a zone that is named holds on the day that is named.
  private static LocalTime time(String text, ZoneId zone) {
    try {
      return LocalDateTime.parse(text).toLocalTime();
    } catch (DateTimeException _) {
      return LocalTime.ofInstant(moment(text, zone).orElseThrow(), zone);
    }
  }

  static Optional<Instant> moment(String text, ZoneId zone) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException _) {
      try {
        return Optional.of(LocalDateTime.parse(text).atZone(zone).toInstant());
      } catch (DateTimeException _) {
        return Optional.empty();
      }
    }
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    var before = NODES.keySet().stream().map(node -> Map.entry(node, text(node))).toList();
    return OneByOne.answer(
        requests,
        atomic,
        this::reply,
        () -> {
          before.forEach(entry -> set(entry.getKey(), entry.getValue()));
          return true;
        });
  }

  private Reply reply(Request request) {
    var names = request.uri().segments().subList(PREFIX.segments().size(), size(request));
    if (names.isEmpty()) {
      return request.verb() == Verb.GET
          ? new Reply.Interior(NODES.values().stream().sorted().toList())
          : notAllowed(request);
    }
    var node = names.getFirst().toLowerCase(Locale.ROOT);
    if (names.size() > 1 || !NODES.containsKey(node)) {
      return new Reply.Refused(Code.NOT_FOUND, "no such node: " + request.uri());
    }
    return switch (request.verb()) {
      case GET -> new Reply.Leaf(Format.CHR, text(node));
      case DELETE -> set(node, "");
      case ADD, REPLACE -> set(node, request.data().strip());
      case EXEC -> notAllowed(request);
    };
  }

  private Reply set(String node, String text) {
    if (text.length() > LONGEST || (!text.isEmpty() && moment(text, ZoneOffset.UTC).isEmpty())) {
      return new Reply.Refused(
          Code.BAD_REQUEST, "not an ISO 8601 date and time, such as 2026-11-03T22:00:00");
    }
    if (!text.equals(text(node))) {
      keep(node, text);
      changed.run();
    }
    return new Reply.Done();
  }

  /// What was done stays done: a time that the service sends again is not another one. A daily one
  /// is not late on the day it was asked for.
  private void keep(String node, String text) {
    if (text.isEmpty()) {
      notes.remove(NOTE + node);
      return;
    }
    notes.put(NOTE + node, text);
    if (node.equals(DAILY)) {
      notes.put(DONE + DAILY, clock.instant().toString());
    }
  }

  private String text(String node) {
    return notes.get(NOTE + node).orElse("");
  }

  private static int size(Request request) {
    return request.uri().segments().size();
  }

  private static Reply notAllowed(Request request) {
    return new Reply.Refused(
        Code.NOT_ALLOWED, request.verb() + " is not allowed on " + request.uri());
  }
}
