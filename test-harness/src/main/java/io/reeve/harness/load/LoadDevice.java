package io.reeve.harness.load;

import io.reeve.core.dm.Outcome;
import io.reeve.core.dm.Session;
import io.reeve.core.dm.Session.Step;
import io.reeve.core.dm.SessionSetup;
import io.reeve.core.tree.Branch;
import io.reeve.core.tree.Code;
import io.reeve.core.tree.Tree;
import io.reeve.enroll.DmAccount;
import io.reeve.enroll.Exchange;
import io.reeve.enroll.HttpBody;
import io.reeve.enroll.Tls;
import io.reeve.enroll.Trust;
import io.reeve.policy.Format;
import io.reeve.store.Outbox;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// An enrolled device: the agent's session engine and transport over a tree that is a map. Used by
/// one thread at a time.
final class LoadDevice implements Branch {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SESSION_IDS = 0xFFFF;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<String, String> nodes = new HashMap<>();
  private final Outbox outbox = new Silence();
  private final Exchange exchange;
  private final DmAccount account;
  private final Nonces nonces;

  /// Its own, so that it resumes its own TLS sessions and no other's.
  private final SSLContext tls;

  private int sessions;

  LoadDevice(Exchange exchange, Trust trust, MemoryKeys keys, DmAccount account) {
    this.exchange = exchange;
    this.account = account;
    this.nonces = new Nonces(account, keys);
    this.tls = Tls.context(trust, keys.identity());
  }

  String id() {
    return account.deviceId();
  }

  /// How many settings it has.
  int settings() {
    return nodes.size();
  }

  /// Runs a session to its end, and says why when that was no good one.
  Optional<String> sync() {
    try {
      var session =
          new Session(
              setup(),
              new Tree(this, _ -> false, List.of()),
              outbox,
              nonces,
              RANDOM,
              Clock.systemUTC());
      Step step = session.open();
      while (step instanceof Step.Send(var body, var _)) {
        var answer = exchange.send(post(body));
        if (answer.status() != 200) {
          return Optional.of("the service answered with HTTP status " + answer.status());
        }
        step = session.answer(answer.body().bytes());
      }
      var outcome = ((Step.End) step).outcome();
      return outcome instanceof Outcome.Done ? Optional.empty() : Optional.of(outcome.sentence());
    } catch (IOException failed) {
      return Optional.of(String.valueOf(failed.getMessage()));
    }
  }

  private Exchange.Call post(HttpBody body) {
    return new Exchange.Call("POST", account.servers().getFirst(), Map.of(), body, tls, PATIENCE);
  }

  private SessionSetup setup() {
    return new SessionSetup(
        account.servers().getFirst().toString(),
        id(),
        1 + sessions++ % SESSION_IDS,
        "2.0",
        false,
        SessionSetup.LoginStatus.NONE,
        Map.of("./DevInfo/DevId", id(), "./DevInfo/Man", "Virtual"),
        List.of(),
        SessionSetup.Limits.USUAL);
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    return Answer.irrevocable(requests.stream().map(this::handle).toList());
  }

  private Reply handle(Request request) {
    var uri = request.uri().toString();
    return switch (request.verb()) {
      case ADD, REPLACE -> {
        nodes.put(uri, request.data());
        yield new Reply.Done();
      }
      case DELETE -> {
        nodes.remove(uri);
        yield new Reply.Done();
      }
      case GET -> {
        var value = nodes.get(uri);
        yield value == null
            ? new Reply.Refused(Code.NOT_FOUND, "missing")
            : new Reply.Leaf(Format.CHR, value);
      }
      case EXEC -> new Reply.Done();
    };
  }

  /// Nothing to tell.
  private static final class Silence implements Outbox {
    @Override
    public long add(String type, String format, String source, String data) {
      return 1;
    }

    @Override
    public List<Row> pending(int most) {
      return List.of();
    }

    @Override
    public void acknowledge(Collection<Long> ids) {
      // there are none
    }
  }
}
