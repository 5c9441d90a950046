package io.reeve.core.agent;

import io.reeve.core.dm.Backoff;
import io.reeve.core.dm.Outcome;
import io.reeve.core.dm.Session;
import io.reeve.core.dm.Session.Step;
import io.reeve.core.dm.SessionSetup;
import io.reeve.core.dm.SessionSetup.LoginStatus;
import io.reeve.core.dm.Tally;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.Views.SyncRecord;
import io.reeve.enroll.DmAccount;
import io.reeve.enroll.KeyHomeException;
import io.reeve.store.History;
import io.reeve.store.StoreException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One session: begins off the loop, where key and facts are read; carries its messages on threads
/// of its own; carries out commands on the loop, where everything else of this class belongs.
final class SessionRun {
  private static final Logger LOG = LoggerFactory.getLogger(SessionRun.class);
  private static final String SERVER = "session/server";

  private final Parts parts;
  private final Loop loop;
  private final Branches branches;
  private final Confirmation confirmation;
  private final SessionTls tls;
  private final Consumer<SessionRun> over;
  private final SecureRandom random = new SecureRandom();
  private final int number = 1 + random.nextInt(0xFFFF);
  private final CompletableFuture<SyncRecord> end = new CompletableFuture<>();
  private DmAccount account;
  private final List<SessionSetup.Event> events;
  private final List<URI> servers;
  private boolean impatient;
  private Optional<Duration> deadline = Optional.empty();
  private @Nullable Post post;
  private @Nullable Session session;
  private volatile boolean heard;
  private int answers;

  /// @param events what is told besides what waits in the outbox
  /// @param impatient whether somebody waits for it
  /// @param over what to do on the loop once it has ended, before those who wait hear of it
  SessionRun(
      Parts parts,
      Loop loop,
      Branches branches,
      Confirmation confirmation,
      SessionTls tls,
      List<SessionSetup.Event> events,
      boolean impatient,
      Consumer<SessionRun> over) {
    this.parts = parts;
    this.loop = loop;
    this.branches = branches;
    this.confirmation = confirmation;
    this.tls = tls;
    this.account = parts.enrolment().account();
    this.events = events;
    this.impatient = impatient;
    this.over = over;
    this.servers = new ArrayList<>(account.servers());
    parts
        .store()
        .notes()
        .get(SERVER)
        .map(URI::create)
        .filter(servers::remove)
        .ifPresent(worked -> servers.addFirst(worked));
  }

  /// Completes with how the session ended, or with an [AgentException] that says why it did not end
  /// well.
  CompletableFuture<SyncRecord> end() {
    return end;
  }

  /// Whether the service has answered at all. For any thread.
  boolean heard() {
    return heard;
  }

  /// Somebody waits now: no more pauses between tries.
  void hurry() {
    impatient = true;
    if (post != null) {
      post.hurry();
    }
  }

  /// As [#hurry], and each message has only that long from now on.
  void urge(Duration limit) {
    deadline = Optional.of(limit);
    hurry();
    if (post != null) {
      post.limit(limit);
    }
  }

  /// Begins it.
  void start() {
    account = parts.enrolment().account();
    new LedgerHead(parts.store()).announce();
    boolean proof = confirmation.pending().isPresent();
    var hardwareId = parts.enrolment().hardwareId();
    off(() -> {
      var tls = this.tls.context(account.trust(), parts.enrolment().identity(), proof);
      var login = login();
      var announced = branches.announced(account, hardwareId);
      return () -> {
        post =
            new Post(
                parts.exchange(),
                tls,
                new Backoff(account.retry(), random),
                parts.clock(),
                login != LoginStatus.NONE);
        if (impatient) {
          post.hurry();
        }
        deadline.ifPresent(post::limit);
        session = session(announced, login);
        carry(session.open());
      };
    });
  }

  private Session session(Map<String, String> announced, LoginStatus login) {
    var setup =
        new SessionSetup(
            servers.getFirst().toString(),
            account.deviceId(),
            number,
            account.syncApplicationVersion().orElse("1.0"),
            false,
            login,
            announced,
            events,
            SessionSetup.Limits.USUAL);
    return new Session(
        setup,
        branches.tree(),
        parts.store().outbox(),
        new KeptCredentials(parts.enrolment(), parts.keys()),
        random,
        parts.clock());
  }

  private LoginStatus login() {
    return parts.tables().read(List.of("logged_in_users")).stream()
            .anyMatch(answer -> !answer.rows().isEmpty())
        ? LoginStatus.USER
        : LoginStatus.NONE;
  }

  private void carry(Step step) {
    switch (step) {
      case Step.Send send -> send(send);
      case Step.End(Outcome outcome, Tally _) ->
          finish(
              outcome.sentence(),
              outcome.isGood() ? Optional.empty() : Optional.of(trouble(outcome)));
    }
  }

  private void send(Step.Send message) {
    var carrier = Objects.requireNonNull(post);
    var targets = List.copyOf(servers);
    long sent = confirmation.sent();
    off(() -> {
      var delivered = carrier.send(message, targets);
      return () -> {
        heard = true;
        worked(delivered.server());
        confirmation.answered(sent);
        delivered.time().ifPresent(branches::heard);
        History.askedBy(
            "the service, session %d message %d".formatted(number, ++answers),
            () -> carry(Objects.requireNonNull(session).answer(delivered.body().bytes())));
      };
    });
  }

  private void worked(URI server) {
    if (!servers.getFirst().equals(server) && servers.contains(server)) {
      servers.remove(server);
      servers.addFirst(server);
      parts.store().notes().put(SERVER, server.toString());
    }
  }

  private static AgentException trouble(Outcome outcome) {
    return switch (outcome) {
      case Outcome.CredentialsRefused _, Outcome.Refused _, Outcome.Fault _ ->
          new AgentException(
              Kind.REFUSED, outcome.sentence(), "ask the service's administrator, or enrol again");
      case Outcome.ServerNotProven _, Outcome.Broken _, Outcome.Aborted _, Outcome.Done _ ->
          new AgentException(
              Kind.FAILED, outcome.sentence(), "the agent tries again by itself; see the log");
    };
  }

  private void failed(AgentException trouble) {
    finish(Trouble.message(trouble), Optional.of(trouble));
  }

  /// A session that breaks off has carried out what came before.
  private void finish(String text, Optional<AgentException> trouble) {
    if (end.isDone()) {
      return;
    }
    var tally = Optional.ofNullable(session).map(Session::tally);
    var record =
        new SyncRecord(
            parts.clock().instant(),
            trouble.isEmpty(),
            text,
            tally.map(Tally::messages).orElse(0),
            tally.map(Tally::commands).orElse(0));
    try {
      note(record);
    } finally {
      try {
        over.accept(this);
      } finally {
        trouble.ifPresentOrElse(end::completeExceptionally, () -> end.complete(record));
      }
    }
  }

  private void note(SyncRecord record) {
    var server = servers.getFirst().toString();
    LOG.info("session with {}: {}", server, record.text());
    boolean isNews = SyncNote.read(parts.store().notes()).filter(record::failedAs).isEmpty();
    SyncNote.write(parts.store().notes(), record);
    if (record.commands() > 0 || (!record.ok() && isNews)) {
      var words =
          "The session with the service: %s; %d messages, %d commands."
              .formatted(record.text(), record.messages(), record.commands());
      parts.store().history().add("session", server, words);
    }
    if (record.commands() > 0) {
      parts.store().copy();
      loop.post(new Trigger.Judge());
    }
  }

  /// Does the work on a thread of its own, and what it gives on the loop.
  private void off(Callable<Runnable> work) {
    Thread.ofVirtual()
        .name("reeve-session")
        .start(() -> {
          try {
            var then = work.call();
            loop.post(new Trigger.Ask(() -> guarded(then)));
          } catch (AgentException e) {
            loop.post(new Trigger.Ask(() -> failed(e)));
          } catch (KeyHomeException e) {
            loop.post(new Trigger.Ask(() -> failed(Trouble.of(e))));
          } catch (Exception | Error e) {
            loop.defect("a session", e);
            loop.post(new Trigger.Ask(() -> failed(Trouble.defect(e))));
          }
        });
  }

  /// A defect while a command is carried out ends the session, and everyone waiting for it.
  private void guarded(Runnable then) {
    try {
      then.run();
    } catch (StoreException e) {
      end.completeExceptionally(Trouble.of(e));
      throw e;
    } catch (RuntimeException e) {
      LOG.error("a defect ended a session", e);
      failed(Trouble.defect(e));
    }
  }
}
