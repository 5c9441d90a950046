package io.reeve.core.agent;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reeve.core.dm.Backoff;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.Views.SyncRecord;
import io.reeve.core.tree.HintAddress;
import io.reeve.enroll.Exchange.Answer;
import io.reeve.enroll.Exchange.Call;
import io.reeve.enroll.HttpBody;
import io.reeve.enroll.KeyHomeException;
import io.reeve.enroll.Tls;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears at once when the service wants a session, where the account says how: a question that the
/// service keeps until it has something new, with the device's certificate and the management
/// session's own trust. A hint says nothing but that, and a number; what is new comes in the
/// session. What goes wrong here delays nothing: the schedule has its sessions all the same.
///
/// The number is remembered when the session about it has ended well, so that none is lost: until
/// then the service answers the next question at once.
final class Hints implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Hints.class);
  private static final String HEARD = "hint/heard";
  private static final Duration ON_THE_WAY = Duration.ofSeconds(30);
  private static final int MAX_BYTES = 4096;
  private static final JsonMapper JSON = new JsonMapper();

  private final Parts parts;
  private final Loop loop;
  private final Supplier<Optional<CompletableFuture<SyncRecord>>> session;
  private Optional<URI> address = Optional.empty();
  private @Nullable Thread listener;

  /// @param session begins a session, on the loop; empty when none may be now
  Hints(Parts parts, Loop loop, Supplier<Optional<CompletableFuture<SyncRecord>>> session) {
    this.parts = parts;
    this.loop = loop;
    this.session = session;
  }

  /// Listens where the account says, and nowhere when it says nothing or there is none. On the
  /// loop.
  void arrange() {
    var account = parts.enrolment().current();
    if (account.isEmpty()) {
      parts.store().notes().remove(HEARD);
    }
    var wanted = account.flatMap(HintAddress::of);
    if (!wanted.equals(address)) {
      close();
      address = wanted;
      wanted.ifPresent(
          uri -> listener = Thread.ofVirtual().name("reeve-hints").start(() -> listen(uri)));
    }
  }

  private void listen(URI uri) {
    LOG.info("listening to {} for hints", uri);
    var pace = new HintPace(new SecureRandom());
    try {
      while (!Thread.interrupted()) {
        Thread.sleep(turn(uri, pace));
      }
    } catch (InterruptedException | IllegalStateException e) {
      LOG.debug("listening to {} has ended: {}", uri, e.getMessage());
    } catch (RuntimeException | Error e) {
      loop.defect("listening for hints", e);
    }
  }

  /// One question, and the session about its answer.
  ///
  /// @return how long to wait before the next
  private Duration turn(URI uri, HintPace pace) throws InterruptedException {
    long begun = System.nanoTime();
    try {
      long heard = loop.ask(this::heard);
      var answer = parts.exchange().send(call(uri, heard, pace.longest()));
      var took = Duration.ofNanos(System.nanoTime() - begun);
      if (answer.status() != 200) {
        LOG.debug("{} answered HTTP {}", uri, answer.status());
        return unwanted(answer, pace);
      }
      long number = number(answer);
      if (number == heard) {
        return pace.quiet(took);
      }
      return talk(uri, number) ? heard(uri, pace) : pace.failed();
    } catch (KeyHomeException e) {
      LOG.debug("no hints: {}", e.getMessage());
      return pace.refused();
    } catch (RuntimeException e) {
      if (loop.end().isDone()) {
        throw new InterruptedException("the agent has ended");
      }
      LOG.warn("no hints of {} for a while: {}", uri, e.toString());
      return pace.failed();
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException("the enrolment, or the agent, has ended");
      }
      LOG.debug("no hint of {}: {}", uri, Trouble.message(e));
      return pace.cut(Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  private static Duration heard(URI uri, HintPace pace) {
    boolean before = pace.isFlooded();
    var pause = pace.heard();
    if (pace.isFlooded() && !before) {
      LOG.warn("{} gives hint upon hint; it is asked more seldom now", uri);
    }
    return pause;
  }

  /// A session about what is new.
  ///
  /// @return whether it ended well
  private boolean talk(URI uri, long number) {
    try {
      var end = loop.ask(session::get);
      if (end.isEmpty()) {
        return false;
      }
      var _ = loop.await(end.get());
      return loop.ask(() -> {
        if (address.equals(Optional.of(uri))) {
          parts.store().notes().put(HEARD, Long.toString(number));
        }
        return true;
      });
    } catch (CompletionException | AgentException e) {
      LOG.debug("the session after a hint failed: {}", e.getMessage());
      return false;
    }
  }

  private long heard() {
    return parts.store().notes().get(HEARD).map(Long::parseLong).orElse(0L);
  }

  private Call call(URI uri, long heard, Duration longest) throws KeyHomeException {
    var account = loop.ask(() -> parts.enrolment().account());
    var query = "since=%d&wait=%d".formatted(heard, longest.toSeconds());
    return new Call(
        "GET",
        URI.create(uri + (uri.getRawQuery() == null ? "?" : "&") + query),
        Map.of("Accept", "application/json"),
        HttpBody.NONE,
        Tls.context(account.trust(), Optional.of(parts.enrolment().identity())),
        longest.plus(ON_THE_WAY));
  }

  private Duration unwanted(Answer answer, HintPace pace) {
    int status = answer.status();
    var pause = status >= 500 || status == 429 ? pace.failed() : pace.refused();
    return answer
        .header("Retry-After")
        .flatMap(text -> Backoff.retryAfter(text, parts.clock().instant()))
        .filter(wish -> wish.compareTo(pause) > 0)
        .orElse(pause);
  }

  private static long number(Answer answer) throws IOException {
    var bytes = answer.body().bytes();
    if (bytes.length > MAX_BYTES) {
      throw new IOException("a hint of " + bytes.length + " bytes");
    }
    try {
      var hint = JSON.readTree(bytes).path("hint");
      if (hint.canConvertToLong() && hint.isIntegralNumber() && hint.longValue() >= 0) {
        return hint.longValue();
      }
    } catch (JacksonException _) {
      // as any other answer that is none
    }
    throw new IOException("the answer is no hint");
  }

  /// Listens no more.
  @Override
  public void close() {
    if (listener != null) {
      listener.interrupt();
      listener = null;
    }
    address = Optional.empty();
  }
}
