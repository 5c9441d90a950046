package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// When an account's password ends and the account with it, as shadow(5) tells and pam_unix(8)
/// judges. Days are counted since 1970; what is empty is no limit.
///
/// @param changed the day of the last change; 0 when the password has to be changed at once
/// @param least days before it may be changed again
/// @param most days after which it has to be changed
/// @param grace days after that in which it still can be changed; then the account is disabled
/// @param end the day from which on the account is disabled
record Aging(
    Optional<Long> changed,
    Optional<Long> least,
    Optional<Long> most,
    Optional<Long> grace,
    Optional<Long> end) {

  /// @param shadow the fields of an account
  static Aging of(List<String> shadow) {
    return new Aging(
        days(shadow, 2), days(shadow, 3), days(shadow, 4), days(shadow, 6), days(shadow, 7));
  }

  private static Optional<Long> days(List<String> shadow, int field) {
    return field < shadow.size()
        ? Facts.parseNumber(shadow.get(field)).filter(days -> days >= 0)
        : Optional.empty();
  }

  Aging withMost(long days) {
    return new Aging(changed, least, Optional.of(days), grace, end);
  }

  Aging withLeast(long days) {
    return new Aging(changed, Optional.of(days), most, grace, end);
  }

  /// Whether nobody can log in with it any more, not even to change the password.
  boolean isOver(Clock clock) {
    long today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toEpochDay();
    boolean ended = end.filter(last -> today >= last).isPresent();
    boolean unused =
        changed.isPresent()
            && changed.get() > 0
            && most.isPresent()
            && grace.isPresent()
            && today - changed.get() > most.get() + grace.get();
    return ended || unused;
  }

  /// Whether a password has to be changed before it may be: its owner is then locked out.
  boolean contradictsItself() {
    return least.isPresent() && most.isPresent() && least.get() > most.get();
  }
}
