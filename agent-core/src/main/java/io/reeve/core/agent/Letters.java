package io.reeve.core.agent;

import io.reeve.core.action.Held;
import io.reeve.core.desk.Letter;
import io.reeve.core.desk.Presence;
import io.reeve.core.local.Views;
import io.reeve.core.person.Messages;
import io.reeve.core.person.PersonPolicy;
import io.reeve.core.person.PlannedRestart;
import io.reeve.core.person.PlannedRestart.Phase;
import io.reeve.core.person.Restarts;
import io.reeve.store.Notes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
  private final Notes notes;
  private final Clock clock;

  /// Letters that are no messages, which somebody has put away: `user id`.
  private final Set<String> seen = new HashSet<>();

  Letters(
      Restarts restarts,
      Messages messages,
      Supplier<Optional<Held>> held,
      Notes notes,
      Clock clock) {
    this.restarts = restarts;
    this.messages = messages;
    this.held = held;
    this.notes = notes;
    this.clock = clock;
  }

  Optional<Held> held() {
    return held.get();
  }

  /// For that user, and not put away by them.
  List<Letter> of(String user) {
    var organisation = PersonPolicy.of(notes).organisation();
    var letters = new ArrayList<Letter>();
    restarts.planned().flatMap(planned -> restart(planned, organisation)).ifPresent(letters::add);
    held().map(each -> held(each, organisation)).ifPresent(letters::add);
    var ids = letters.stream().map(Letter::id).toList();
    seen.removeIf(each -> !ids.contains(each.substring(each.indexOf(' ') + 1)));
    letters.removeIf(each -> seen.contains(user + " " + each.id()));
    messages.all().stream()
        .filter(each -> each.released() && !each.seen().contains(user))
        .map(each ->
            new Letter(
                MESSAGE + each.number(),
                Letter.Kind.MESSAGE,
                each.urgent(),
                organisation,
                each.title(),
                each.text(),
                0,
                0))
        .forEach(letters::add);
    return letters;
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

  private Letter held(Held each, String organisation) {
    var left = Duration.between(clock.instant(), each.until());
    return new Letter(
        "held-" + Integer.toHexString(each.id().hashCode()),
        Letter.Kind.HELD,
        true,
        organisation,
        "",
        each.uri(),
        round(left.isNegative() ? Duration.ZERO : left),
        0);
  }

  /// Somebody has put it away.
  void seen(String id, String user) {
    if (id.startsWith(MESSAGE)) {
      seen(id, user, Messages.Reach.READ);
    } else {
      seen.add(user + " " + id);
    }
  }

  /// It was put on somebody's screen or terminal, and nobody can tell whether it was read.
  void put(String id, String user) {
    if (id.startsWith(MESSAGE)) {
      seen(id, user, Messages.Reach.PUT);
    }
  }

  private void seen(String id, String user, Messages.Reach reach) {
    try {
      messages.seen(Long.parseLong(id.substring(MESSAGE.length())), user, reach);
    } catch (NumberFormatException _) {
      // No letter has this id, so nobody has seen it.
    }
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

  Views.PlannedRestart view(PlannedRestart planned, Presence presence, PersonPolicy policy) {
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
