package io.reeve.core.dm;

import io.reeve.enroll.DmAccount.Retry;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How long to wait before a message is sent again after the network failed.
public final class Backoff {
  private static final Duration MOST_RETRY_AFTER = Duration.ofDays(1);

  /// Whatever the account says: a service that is down is not asked again and again without end.
  private static final int MOST_TRIES = 20;

  private static final Duration LEAST_CEILING = Duration.ofSeconds(1);

  private final Retry retry;
  private final RandomGenerator random;

  /// @param retry CONNRETRYFREQ, INITIALBACKOFFTIME and MAXBACKOFFTIME of the account
  public Backoff(Retry retry, RandomGenerator random) {
    this.retry = retry;
    this.random = random;
  }

  /// The pause before the try of that number after the first, with full jitter: anything from
  /// nothing to the exponential pause, or to a second where that is shorter.
  ///
  /// @param number counted from 1
  /// @return empty when there are no more tries in this session
  public Optional<Duration> pause(int number) {
    if (number > Math.min(retry.attempts(), MOST_TRIES)) {
      return Optional.empty();
    }
    var pause = retry.pause(number);
    var ceiling = pause.compareTo(LEAST_CEILING) < 0 ? LEAST_CEILING : pause;
    return Optional.of(Duration.ofMillis(random.nextLong(ceiling.toMillis() + 1)));
  }

  /// How long a service that answers 429 asks to be left alone.
  ///
  /// @param header the text of `Retry-After`: seconds or a date
  /// @return at most a day; empty when the text is neither
  public static Optional<Duration> retryAfter(String header, Instant now) {
    var text = header.strip();
    if (text.matches("\\d{1,18}")) {
      return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(text))));
    }
    try {
      var date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(bounded(Duration.between(now, date)));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration wait) {
    return wait.isNegative()
        ? Duration.ZERO
        : wait.compareTo(MOST_RETRY_AFTER) > 0 ? MOST_RETRY_AFTER : wait;
  }
}
