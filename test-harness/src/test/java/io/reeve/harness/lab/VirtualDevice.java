package io.reeve.harness.lab;

import io.reeve.core.dm.Credentials;
import io.reeve.core.dm.Login;
import io.reeve.core.dm.Outcome;
import io.reeve.core.dm.Session;
import io.reeve.core.dm.Session.Step;
import io.reeve.core.dm.SessionSetup;
import io.reeve.core.dm.SessionSetup.Event;
import io.reeve.core.dm.SessionSetup.LoginStatus;
import io.reeve.core.tree.Branch;
import io.reeve.core.tree.Code;
import io.reeve.core.tree.Tree;
import io.reeve.enroll.DmAccount;
import io.reeve.enroll.DmAccount.Auth;
import io.reeve.enroll.KeyHomeException;
import io.reeve.policy.Format;
import io.reeve.store.Outbox;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// A device whose tree is a map: the agent's own session engine over real TLS, without a machine.
final class VirtualDevice implements Branch {
  final Map<String, String> nodes = new TreeMap<>();
  final List<String> done = new ArrayList<>();
  final Map<String, Code> refusals = new TreeMap<>();

  /// What executing a node brings about besides its answer.
  final Map<String, Consumer<String>> effects = new TreeMap<>();

  /// Those that go on when executing them has been answered.
  final Set<String> begun = new TreeSet<>();

  final Alerts outbox = new Alerts();
  final Nonces nonces;

  private final LabClient client;
  private final DmAccount account;
  private int sessions;

  VirtualDevice(LabClient client, DmAccount account) {
    this.client = client;
    this.account = account;
    this.nonces = new Nonces();
  }

  /// Runs a session to its end.
  Outcome sync(Event... events) throws Exception {
    var setup =
        new SessionSetup(
            account.servers().getFirst().toString(),
            account.deviceId(),
            ++sessions,
            "2.0",
            false,
            LoginStatus.NONE,
            Map.of("./DevInfo/DevId", account.deviceId(), "./DevInfo/Man", "Virtual"),
            List.of(events),
            SessionSetup.Limits.USUAL);
    var session =
        new Session(
            setup,
            new Tree(this, _ -> false, List.of()),
            outbox,
            nonces,
            new SecureRandom(),
            Clock.systemUTC());
    var tls = client.withIdentity();
    Step step = session.open();
    while (step instanceof Step.Send(var body, var _)) {
      var answer = client.send(tls, "POST", ManagementService.PATH, Map.of(), body);
      if (answer.status() != 200) {
        return new Outcome.Refused(answer.status(), LabClient.text(answer));
      }
      step = session.answer(answer.body().bytes());
    }
    return ((Step.End) step).outcome();
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    var before = new TreeMap<>(nodes);
    var replies = new ArrayList<Reply>();
    for (var request : requests) {
      var reply = handle(request);
      if (atomic && reply instanceof Reply.Refused) {
        nodes.clear();
        nodes.putAll(before);
        replies.replaceAll(_ -> new Reply.Refused(Code.ROLLED_BACK, "undone"));
        replies.add(reply);
        while (replies.size() < requests.size()) {
          replies.add(new Reply.Refused(Code.NOT_EXECUTED, "after a failure"));
        }
        return Answer.unchanged(replies);
      }
      replies.add(reply);
    }
    return Answer.irrevocable(replies);
  }

  private Reply handle(Request request) {
    var uri = request.uri().toString();
    var refusal = refusals.get(uri);
    if (refusal != null) {
      return new Reply.Refused(refusal, "as the test wants");
    }
    done.add(request.verb() + " " + uri);
    return switch (request.verb()) {
      case ADD ->
          nodes.putIfAbsent(uri, request.data()) == null
              ? new Reply.Done()
              : new Reply.Refused(Code.EXISTS, "exists");
      case REPLACE -> {
        nodes.put(uri, request.data());
        yield new Reply.Done();
      }
      case DELETE ->
          nodes.remove(uri) == null
              ? new Reply.Refused(Code.NOT_FOUND, "missing")
              : new Reply.Done();
      case GET ->
          nodes.containsKey(uri)
              ? new Reply.Leaf(Format.CHR, nodes.get(uri))
              : new Reply.Refused(Code.NOT_FOUND, "missing");
      case EXEC -> {
        effects.getOrDefault(uri, _ -> {}).accept(request.data());
        yield begun.contains(uri) ? new Reply.Started() : new Reply.Done();
      }
    };
  }

  /// The account's secrets, with the nonces of the next session.
  final class Nonces implements Credentials {
    private Optional<String> clientNonce = Optional.empty();
    private Optional<String> serverNonce = Optional.empty();

    @Override
    public Optional<Login> client() {
      return account.client().map(auth -> login(auth, clientNonce));
    }

    @Override
    public Optional<Login> server() {
      return account.server().map(auth -> login(auth, serverNonce));
    }

    private Login login(Auth auth, Optional<String> nonce) {
      try {
        return new Login(
            switch (auth.scheme()) {
              case BASIC -> Login.Scheme.BASIC;
              case DIGEST -> Login.Scheme.MD5;
            },
            auth.user().isEmpty() ? account.providerId() : auth.user(),
            client.keys.secret(auth.secret()).orElseThrow(),
            nonce.or(() -> secret(auth.nonce())));
      } catch (KeyHomeException failed) {
        throw new AssertionError(failed);
      }
    }

    private Optional<String> secret(String name) {
      try {
        return client.keys.secret(name);
      } catch (KeyHomeException failed) {
        throw new AssertionError(failed);
      }
    }

    @Override
    public void nextClientNonce(String nonce) {
      clientNonce = Optional.of(nonce);
    }

    @Override
    public void nextServerNonce(String nonce) {
      serverNonce = Optional.of(nonce);
    }
  }

  /// Alerts in memory.
  static final class Alerts implements Outbox {
    private final Map<Long, Row> rows = new LinkedHashMap<>();
    private long last;

    @Override
    public long add(String type, String format, String source, String data) {
      last++;
      rows.put(last, new Row(last, Instant.EPOCH, type, format, source, data));
      return last;
    }

    @Override
    public List<Row> pending(int most) {
      return rows.values().stream().limit(most).toList();
    }

    @Override
    public void acknowledge(Collection<Long> ids) {
      ids.forEach(rows::remove);
    }
  }
}
