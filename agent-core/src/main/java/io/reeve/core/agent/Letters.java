package io.reeve.core.agent;

import io.reeve.core.action.Going;
import io.reeve.core.action.Held;
import io.reeve.core.desk.Letter;
import io.reeve.core.desk.Presence;
import io.reeve.core.local.Views;
import io.reeve.core.person.Message;
import io.reeve.core.person.Messages;
import io.reeve.core.person.PersonPolicy;
import io.reeve.core.person.PlannedRestart;
import io.reeve.core.person.PlannedRestart.Phase;
import io.reeve.core.person.Restarts;
import io.reeve.store.LocalStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// What somebody at the machine is to be told now: made anew from what waits each time it is asked,
/// so that nothing of it can be forgotten or stay too long. On the loop's thread.
final class Letters {
  private static final String MESSAGE = "message-";
  private static final int EXACT = 10;
  private static final int HOUR = 60;

  private final Restarts restarts;
  private final Messages messages;
  private final Supplier<Optional<Held>> held;
  private final Supplier<Optional<Going>> going;
  private final LocalStore store;
  private final Clock clock;
  private final LetterMarks marks;

  /// @param held what is held back
  /// @param going whether the machine goes down
  Letters(
      Restarts restarts,
      Messages messages,
      Supplier<Optional<Held>> held,
      Supplier<Optional<Going>> going,
      LocalStore store,
      Clock clock) {
    this.restarts = restarts;
    this.messages = messages;
    this.held = held;
    this.going = going;
    this.store = store;
    this.clock = clock;
    this.marks = new LetterMarks(store.history());
  }

  /// Whether there is something that people are to be told of again and again.
  boolean isPressing() {
    return held.get().isPresent() || going.get().isPresent();
  }

  /// For that user, and not put away by them.
  List<Letter> of(String user) {
    var letters = passing();
    letters.removeIf(each -> marks.isAway(each.id(), user));
    var from = PersonPolicy.of(store.notes()).organisation();
    messages.all().stream()
        .filter(each -> each.released() && !each.seen().contains(user))
        .forEach(each -> letters.add(message(each, from)));
    return letters;
  }

  /// Forgets what became of letters that there are no more.
  void tidy() {
    var ids = passing().stream().map(Letter::id).toList();
    marks.keepOnly(id -> ids.contains(id) || message(id).isPresent());
  }

  /// Those that are no messages.
  private List<Letter> passing() {
    var policy = PersonPolicy.of(store.notes());
    var from = policy.organisation();
    var letters = new ArrayList<Letter>();
    restarts.planned().flatMap(planned -> restart(planned, from)).ifPresent(letters::add);
    going.get().map(each -> going(each, policy)).ifPresent(letters::add);
    held.get().map(each -> held(each, from)).ifPresent(letters::add);
    return letters;
  }

  /// Whether that user has such a one now.
  boolean has(String id, String user) {
    return of(user).stream().anyMatch(each -> each.id().equals(id));
  }

  private static String id(Message message) {
    return MESSAGE + message.number();
  }

  private static Letter message(Message each, String organisation) {
    return new Letter(
        id(each),
        Letter.Kind.MESSAGE,
        each.urgent(),
        organisation,
        each.title(),
        each.text(),
        0,
        0);
  }

  /// Whether it is the one about the restart that people have now.
  boolean isRestart(String id) {
    return restarts
        .planned()
        .flatMap(planned -> restart(planned, ""))
        .filter(each -> each.id().equals(id))
        .isPresent();
  }

  private static Optional<Letter> restart(PlannedRestart planned, String organisation) {
    return switch (planned.phase()) {
      case WAITING, POSTPONED, DUE -> Optional.empty();
      case ASKED ->
          Optional.of(
              new Letter(
                  "restart-asked-" + planned.postponed(),
                  Letter.Kind.RESTART_ASKED,
                  true,
                  organisation,
                  "",
                  planned.reason(),
                  minutes(planned),
                  planned.isPostponable() ? planned.postponements() : 0));
      case WARNED ->
          Optional.of(
              new Letter(
                  "restart-warned",
                  Letter.Kind.RESTART_WARNED,
                  true,
                  organisation,
                  "",
                  planned.reason(),
                  minutes(planned),
                  0));
    };
  }

  /// Told at once, and again with the last warning.
  private Letter going(Going each, PersonPolicy policy) {
    var left = until(each.at());
    boolean last = left.compareTo(policy.lastWarning()) <= 0;
    return new Letter(
        "going-" + (last ? "last-" : "") + number(each.id()),
        Letter.Kind.GOING,
        true,
        policy.organisation(),
        "",
        each.uri(),
        round(left),
        0);
  }

  private Letter held(Held each, String organisation) {
    return new Letter(
        "held-" + number(each.id()),
        Letter.Kind.HELD,
        true,
        organisation,
        "",
        each.uri(),
        round(until(each.until())),
        0);
  }

  private Duration until(Instant at) {
    var left = Duration.between(clock.instant(), at);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private static String number(String id) {
    return Integer.toHexString(id.hashCode());
  }

  /// Somebody has read it or put it away.
  void seen(String id, String user) {
    message(id)
        .ifPresentOrElse(
            each -> messages.reached(each.number(), user, Messages.Reach.READ),
            () -> marks.away(id, user));
  }

  /// It was put on somebody's screen or terminal, and nobody can tell whether it was read.
  void put(String id, String user) {
    message(id)
        .ifPresentOrElse(
            each -> messages.reached(each.number(), user, Messages.Reach.PUT),
            () -> marks.put(id, user));
  }

  /// Whether that was done before.
  boolean isPut(String id, String user) {
    return marks.isPut(id, user)
        || message(id).filter(each -> each.put().contains(user)).isPresent();
  }

  /// The person's tray could not show it.
  ///
  /// @return whether that is new
  boolean unshown(String id, String user) {
    return marks.unshown(id, user);
  }

  /// Whether the person's tray could not show it.
  boolean isUnshown(String id, String user) {
    return marks.isUnshown(id, user);
  }

  private Optional<Message> message(String id) {
    return messages.all().stream().filter(each -> id(each).equals(id)).findFirst();
  }

  /// For people: minutes where minutes matter, so that what is shown changes seldom.
  static int minutes(PlannedRestart planned) {
    return round(planned.phase() == Phase.WARNED ? planned.left() : planned.untilDeadline());
  }

  private static int round(Duration left) {
    int minutes = Math.toIntExact(Math.ceilDiv(left.toSeconds(), HOUR));
    if (minutes <= EXACT) {
      return minutes;
    }
    int step = minutes <= 2 * HOUR ? EXACT / 2 : HOUR;
    return Math.ceilDiv(minutes, step) * step;
  }

  static Views.PlannedRestart view(PlannedRestart planned, Presence presence, PersonPolicy policy) {
    return new Views.PlannedRestart(
        planned.phase().name().toLowerCase(Locale.ROOT),
        planned.reason(),
        minutes(planned),
        planned.postponements(),
        planned.isPostponable(),
        planned
            .heldBackBy(presence, policy)
            .map(reason -> reason.name().toLowerCase(Locale.ROOT))
            .orElse(""));
  }
}
