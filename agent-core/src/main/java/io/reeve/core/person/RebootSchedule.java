package io.reeve.core.person;

import io.reeve.core.tree.Branch;
import io.reeve.core.tree.Code;
import io.reeve.core.tree.OneByOne;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import io.reeve.store.Notes;
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

/// `./Device/Vendor/MSFT/Reboot/Schedule` of the Reboot CSP: restarts at a time, once (`Single`) or
/// every day (`DailyRecurrent`). The value is an ISO 8601 date and time, in the machine's zone
/// where it names none; an empty one is none. People are warned before and cannot put it off; who
/// is in a call then is waited for.
public final class RebootSchedule implements Branch {
  /// Where it belongs in the tree.
  public static final OmaUri PREFIX = OmaUri.parse("./Device/Vendor/MSFT/Reboot/Schedule");

  /// A daily restart that was missed by more than this waits for the next day.
  private static final Duration LATE = Duration.ofHours(1);

  private static final String NOTE = "person/schedule/";
  private static final String DONE = "person/scheduled/";
  private static final int LONGEST = 40;
  private static final String SINGLE = "single";
  private static final String DAILY = "dailyrecurrent";
  private static final Map<String, String> NODES =
      Map.of(SINGLE, "Single", DAILY, "DailyRecurrent");

  private final Notes notes;
  private final Runnable changed;

  /// @param changed called when another time may hold
  public RebootSchedule(Notes notes, Runnable changed) {
    this.notes = notes;
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

  /// The next restart by the clock.
  public Optional<Instant> next(Instant now, ZoneId zone) {
    var daily = daily(now, zone);
    return single(zone)
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
    single(zone).filter(at.get()::equals).ifPresent(_ -> notes.put(DONE + SINGLE, text(SINGLE)));
    daily(now, zone)
        .filter(at.get()::equals)
        .ifPresent(_ -> notes.put(DONE + DAILY, at.get().toString()));
    return true;
  }

  private Optional<Instant> single(ZoneId zone) {
    return notes
        .get(NOTE + SINGLE)
        .filter(text -> !notes.get(DONE + SINGLE).equals(Optional.of(text)))
        .map(text -> moment(text, zone).orElseThrow());
  }

  /// Today's, unless that was done or is long past; else tomorrow's.
  private Optional<Instant> daily(Instant now, ZoneId zone) {
    return notes
        .get(NOTE + DAILY)
        .map(text -> {
          var time = LocalTime.ofInstant(moment(text, zone).orElseThrow(), zone);
          var today = now.atZone(zone).toLocalDate().atTime(time).atZone(zone);
          var done = notes.get(DONE + DAILY).map(Instant::parse).orElse(Instant.MIN);
          boolean over =
              !today.toInstant().isAfter(done) || today.toInstant().plus(LATE).isBefore(now);
          return over ? today.plusDays(1).toInstant() : today.toInstant();
        });
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
    notes.remove(DONE + node);
    if (text.isEmpty()) {
      notes.remove(NOTE + node);
    } else {
      notes.put(NOTE + node, text);
    }
    changed.run();
    return new Reply.Done();
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
