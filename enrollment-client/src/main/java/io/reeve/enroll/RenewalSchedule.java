package io.reeve.enroll;

import io.reeve.enroll.RenewalState.Status;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// When a certificate is renewed. Pure.
///
/// A refusal is followed by a pause of the retry interval, doubled with each refusal in a row up to
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

  static Instant afterFailure(DmAccount account, int failures, boolean unreachable, Instant now) {
    var interval = account.renewal().retryInterval();
    var first = unreachable ? SHORTEST_PAUSE : interval;
    var most = unreachable || interval.compareTo(LONGEST_PAUSE) > 0 ? interval : LONGEST_PAUSE;
    var pause = first.multipliedBy(1L << Math.min(failures - 1, 20));
    return now.plus(pause.compareTo(most) > 0 ? most : pause);
  }

  static String sentence(
      DmAccount account, X509Certificate certificate, RenewalState state, Instant now) {
    var end = certificate.getNotAfter().toInstant().truncatedTo(ChronoUnit.SECONDS);
    if (!now.isBefore(end)) {
      return "the certificate ended on "
          + end
          + "; it is not renewed by itself any more. Sessions go on if the service lets them; "
          + "else unenrol and enrol again";
    }
    var next =
        due(account, certificate, state, now)
            .map(at -> at.isAfter(now) ? "due on " + at.truncatedTo(ChronoUnit.SECONDS) : "due now")
            .orElse("not tried again before the certificate's end on " + end);
    return state.status() == Status.FAILED
        ? "the last try failed, " + state.text() + "; next try " + next
        : "renewal is " + next;
  }
}
