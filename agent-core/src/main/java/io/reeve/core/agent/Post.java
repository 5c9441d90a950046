package io.reeve.core.agent;

import io.reeve.core.dm.Backoff;
import io.reeve.core.dm.Session.Step;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.enroll.DmAccount;
import io.reeve.enroll.Exchange;
import io.reeve.enroll.Exchange.Answer;
import io.reeve.enroll.Exchange.Call;
import io.reeve.enroll.HttpBody;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/// Carries the messages of one session, and tries again when there is no connection. Waits, so it
/// is used off the loop.
final class Post {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final Duration LONGEST_WISH = Duration.ofMinutes(30);
  private static final int WISHES = 3;

  private final Exchange exchange;
  private final SSLContext tls;
  private final Backoff backoff;
  private final Clock clock;
  private final boolean loggedIn;
  private final CountDownLatch hurry = new CountDownLatch(1);
  private volatile Duration deadline = DEADLINE;

  /// @param loggedIn whether somebody is logged in on this machine
  Post(Exchange exchange, SSLContext tls, Backoff backoff, Clock clock, boolean loggedIn) {
    this.exchange = exchange;
    this.tls = tls;
    this.backoff = backoff;
    this.clock = clock;
    this.loggedIn = loggedIn;
  }

  /// Tries no more after the next failure, and does not wait for it: somebody is waiting for the
  /// session.
  void hurry() {
    hurry.countDown();
  }

  /// Each message that is sent from now on has only that long.
  void limit(Duration limit) {
    deadline = limit;
  }

  /// An answer and who gave it.
  ///
  /// @param time by the server's clock, where it has told that
  record Delivered(URI server, HttpBody body, Optional<Instant> time) {
    static Delivered of(URI server, Answer answer) {
      return new Delivered(server, answer.body(), answer.header("date").flatMap(Delivered::time));
    }

    static Optional<Instant> time(String header) {
      try {
        return Optional.of(
            ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      } catch (DateTimeParseException _) {
        return Optional.empty();
      }
    }
  }

  /// Sends a message and waits for the answer.
  ///
  /// @param servers where it may go, the best first
  /// @throws AgentException when no answer can be had, with the reason
  Delivered send(Step.Send message, List<URI> servers) {
    var targets = message.uri().map(URI::create).map(List::of).orElse(servers);
    for (int attempt = 0; ; attempt++) {
      AgentException trouble = null;
      for (var server : targets) {
        try {
          return Delivered.of(server, accepted(server, message.body()));
        } catch (IOException e) {
          trouble = Trouble.of(e);
        }
      }
      var pause = backoff.pause(attempt + 1);
      if (trouble == null || hurry.getCount() == 0 || pause.isEmpty()) {
        throw trouble == null ? nowhere() : trouble;
      }
      pause(pause.get());
    }
  }

  private static AgentException nowhere() {
    return new AgentException(Kind.FAILED, "the account has no server", "enrol again");
  }

  private Answer accepted(URI server, HttpBody body) throws IOException {
    for (int wish = 0; ; wish++) {
      var answer = exchange.send(call(server, body));
      if (answer.status() == 200) {
        return answer;
      }
      var after =
          answer.status() == 429 || answer.status() == 503
              ? wait(answer)
              : Optional.<Duration>empty();
      if (after.isEmpty() || wish >= WISHES || hurry.getCount() == 0) {
        throw refused(server, answer);
      }
      pause(after.get());
    }
  }

  private Call call(URI server, HttpBody body) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("User-Agent", "MSFT OMA DM Client/1.2.0.1");
    headers.put("Accept", DmAccount.XML);
    headers.put("Accept-Charset", "UTF-8");
    return new Call("POST", addressed(server, loggedIn), Map.copyOf(headers), body, tls, deadline);
  }

  /// The address with what a session says in it: whether a person is there.
  static URI addressed(URI server, boolean loggedIn) {
    var mode = "mode=" + (loggedIn ? "Maintenance" : "Machine") + "&Platform=WoA";
    var text = server.toString();
    return URI.create(text + (server.getRawQuery() == null ? "?" : "&") + mode);
  }

  private Optional<Duration> wait(Answer answer) {
    return answer
        .header("Retry-After")
        .flatMap(text -> Backoff.retryAfter(text, clock.instant()))
        .filter(wish -> wish.compareTo(LONGEST_WISH) <= 0);
  }

  private static AgentException refused(URI server, Answer answer) {
    int status = answer.status();
    var kind =
        status == 401 || status == 403 || status == 400
            ? Kind.REFUSED
            : status >= 500 || status == 429 ? Kind.UNREACHABLE : Kind.FAILED;
    return new AgentException(
        kind,
        "%s answered HTTP %d instead of a message".formatted(server, status),
        switch (kind) {
          case REFUSED ->
              "the service does not take this device; ask its administrator, or enrol again";
          case UNREACHABLE -> "the service has trouble; the agent tries again by itself";
          case FAILED, USAGE, NOT_ENROLLED -> "check the management address with 'reeve status'";
        });
  }

  private void pause(Duration duration) {
    try {
      var _ = hurry.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(Kind.FAILED, "the session was interrupted", "try again");
    }
  }
}
