package io.reeve.enroll;

import io.reeve.enroll.RenewalState.Status;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// When a certificate is renewed. Pure.
///
/// A refusal is followed by a pause of the retry interval, doubled with each failure in a row up to
/// a month: some services promise renewal and do not have it. An unreachable service is tried again
/// sooner, from an hour up to the retry interval.
final class RenewalSchedule {
  private static final Duration LONGEST_PAUSE = Duration.ofDays(30);
  private static final Duration SHORTEST_PAUSE = Duration.ofHours(1);

  private RenewalSchedule() {}

  static Optional<Instant> due(
      DmAccount account, X509Certificate certificate, RenewalState state, Instant now) {
    var end = certificate.getNotAfter().toInstant();
    var begin = end.minus(account.renewal().period());
    var next = state.nextTry().filter(begin::isBefore).orElse(begin);
    return now.isBefore(end) && next.isBefore(end) ? Optional.of(next) : Optional.empty();
  }

  /// Why a try came to nothing.
  enum Trouble {
    UNREACHABLE,
    /// The service says that it may work later.
    PASSING,
    REFUSED
  }

  /// The earliest next try after so many failures in a row.
  static Instant afterFailure(DmAccount account, int failures, Trouble trouble, Instant now) {
    var interval = account.renewal().retryInterval();
    var pause =
        switch (trouble) {
          case UNREACHABLE -> shorter(doubled(SHORTEST_PAUSE, failures), interval);
          case PASSING -> interval;
          case REFUSED -> shorter(doubled(interval, failures), longer(interval, LONGEST_PAUSE));
        };
    return now.plus(pause);
  }

  private static Duration doubled(Duration first, int failures) {
    return first.multipliedBy(1L << Math.min(failures - 1, 20));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  static String sentence(
      DmAccount account, X509Certificate certificate, RenewalState state, Instant now) {
    var end = certificate.getNotAfter().toInstant();
    if (!now.isBefore(end)) {
      return "the certificate ended on "
          + date(end)
          + "; it is not renewed by itself any more. Sessions go on if the service lets them; "
          + "else unenrol and enrol again";
    }
    var next =
        due(account, certificate, state, now)
            .map(at -> at.isAfter(now) ? "due on " + date(at) : "due now")
            .orElse("not tried again before the certificate's end on " + date(end));
    return state.status() == Status.FAILED
        ? "the last try failed, " + state.text() + "; next try " + next
        : "renewal is " + next;
  }

  /// `2027-10-10 01:04 UTC`.
  private static String date(Instant time) {
    return time.truncatedTo(ChronoUnit.MINUTES)
        .toString()
        .replace('T', ' ')
        .replace(":00Z", " UTC");
  }
}
