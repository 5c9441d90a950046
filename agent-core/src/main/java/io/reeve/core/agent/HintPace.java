package io.reeve.core.agent;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long the service may keep a question for news open, and how long to wait before the next. Of
/// one thread at a time.
///
/// Something on the way may cut what is quiet for long: the time asked for becomes shorter then,
/// and grows again while all goes well. What fails is asked more and more seldom, so that a service
/// that is down, or knows no hints, costs next to nothing.
final class HintPace {
  private static final Duration MOST = Duration.ofMinutes(4);
  private static final Duration LEAST = Duration.ofSeconds(20);
  private static final Duration REST = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final Duration LONGEST_REST = Duration.ofMinutes(15);
  private static final int REFUSED = 5;
  private static final int MOST_IN_A_ROW = 20;

  private final RandomGenerator random;
  private Duration wait = MOST;
  private int failures;
  private int inARow;

  HintPace(RandomGenerator random) {
    this.random = random;
  }

  /// How long the service may keep the next question.
  Duration longest() {
    return wait;
  }

  /// There was news, and a session about it that ended well. A service that has news again and
  /// again, and never waits, has lost count: it is asked more and more seldom, too.
  Duration heard() {
    failures = 0;
    inARow++;
    if (!isFlooded()) {
      return REST;
    }
    int doubled = Math.min(inARow - MOST_IN_A_ROW, 20);
    return spread(shorter(REST.multipliedBy(1L << doubled), LONGEST_REST));
  }

  /// Whether there was so much news without a quiet time between that nobody can have meant it.
  boolean isFlooded() {
    return inARow > MOST_IN_A_ROW;
  }

  /// There was none.
  ///
  /// @param took how long that took; an answer at once means that the service keeps no questions
  Duration quiet(Duration took) {
    if (took.multipliedBy(2).compareTo(wait) < 0) {
      return failed();
    }
    failures = 0;
    inARow = 0;
    wait = shorter(wait.plus(wait.dividedBy(16)), MOST);
    return Duration.ZERO;
  }

  /// There was no answer.
  ///
  /// @param took how long it was waited for
  Duration cut(Duration took) {
    if (took.compareTo(LEAST) < 0 || wait.equals(LEAST)) {
      return failed();
    }
    var shorter = shorter(took, wait).multipliedBy(3).dividedBy(4);
    wait = shorter.compareTo(LEAST) < 0 ? LEAST : shorter;
    return spread(REST);
  }

  /// It went wrong.
  Duration failed() {
    failures = Math.min(failures + 1, 30);
    var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 20));
    return spread(shorter(pause, LONGEST_PAUSE));
  }

  /// The service wants no questions of this device.
  Duration refused() {
    failures += REFUSED;
    return failed();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /// Between half and all of it, so that a fleet does not come back at once.
  private Duration spread(Duration pause) {
    long half = pause.toMillis() / 2;
    return Duration.ofMillis(half + random.nextLong(half + 1));
  }
}
