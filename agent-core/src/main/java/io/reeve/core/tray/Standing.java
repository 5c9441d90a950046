package io.reeve.core.tray;

import io.reeve.core.desk.Letter;
import io.reeve.core.desk.TrayIcon.State;
import io.reeve.core.local.Views;
import io.reeve.core.text.LetterText;
import io.reeve.core.text.Texts;
import io.reeve.policy.Compliance.Overall;
import io.reeve.policy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// How things stand, at a glance and in a sentence. Pure.
///
/// @param now by this machine's clock
record Standing(Views.Desk desk, Texts texts, Instant now) {
  /// A machine that has not reached its service for so long is out of touch.
  private static final Duration OUT_OF_TOUCH = Duration.ofDays(1);

  /// What the icon shows: what concerns the person first, then what does not work.
  State state() {
    var status = desk.status();
    if (isUrgent()) {
      return State.ATTENTION;
    }
    if (!status.enrolled()) {
      return State.NOT_ENROLLED;
    }
    var judged =
        switch (status.compliance()) {
          case COMPLIANT -> State.COMPLIANT;
          case IN_GRACE, NON_COMPLIANT -> State.ATTENTION;
          case NO_POLICY -> State.UNJUDGED;
          case UNKNOWN -> desk.failing().isEmpty() ? State.UNJUDGED : State.ATTENTION;
        };
    return judged != State.ATTENTION && isOutOfTouch(status) ? State.OFFLINE : judged;
  }

  private boolean isUrgent() {
    var status = desk.status();
    return status.held().isPresent()
        || status.going().isPresent()
        || messages(desk).findAny().isPresent()
        || status
            .planned()
            .filter(planned -> Set.of("asked", "warned", "due").contains(planned.phase()))
            .isPresent();
  }

  private boolean isOutOfTouch(Views.Status status) {
    return isUnreached(status)
        && status
            .lastContact()
            .filter(at -> Duration.between(at, now).compareTo(OUT_OF_TOUCH) < 0)
            .isEmpty();
  }

  private static boolean isUnreached(Views.Status status) {
    return status.lastSync().filter(last -> !last.ok()).isPresent();
  }

  /// How things stand, in a sentence.
  String sentence() {
    var from = LetterText.from(desk.organisation(), texts);
    if (!desk.status().enrolled()) {
      return texts.of("status.not-enrolled");
    }
    if (desk.status().compliance() == Overall.COMPLIANT && desk.status().restart().isPresent()) {
      return texts.of("status.restart");
    }
    if (state() == State.OFFLINE) {
      return texts.of("status.out-of-touch", from);
    }
    return judged(desk.status().compliance(), desk.failing(), from, texts);
  }

  /// What a judgement came to, in a sentence.
  ///
  /// @param verdicts those that are not met or not known, at least
  /// @param from who has the rules, as people know them
  static String judged(Overall overall, List<Verdict> verdicts, String from, Texts texts) {
    long failing = count(verdicts, EnumSet.of(Verdict.State.IN_GRACE, Verdict.State.NON_COMPLIANT));
    return switch (overall) {
      case COMPLIANT -> texts.of("status.compliant", from);
      case IN_GRACE -> texts.of("status.grace", failing);
      case NON_COMPLIANT -> texts.of("status.failing", failing);
      case NO_POLICY -> texts.of("status.no-policy", from);
      case UNKNOWN ->
          failing + count(verdicts, EnumSet.of(Verdict.State.UNKNOWN)) == 0
              ? texts.of("status.unjudged", from)
              : texts.of("status.unknown");
    };
  }

  private static long count(List<Verdict> verdicts, Set<Verdict.State> states) {
    return verdicts.stream().filter(each -> states.contains(each.state())).count();
  }

  /// Those that were not read.
  static Stream<Letter> messages(Views.Desk desk) {
    return desk.letters().stream().filter(letter -> letter.kind() == Letter.Kind.MESSAGE);
  }
}
