package io.reeve.core.agent;

import io.reeve.core.action.Going;
import io.reeve.core.action.Held;
import io.reeve.core.desk.Presence;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.Json;
import io.reeve.core.local.Version;
import io.reeve.core.local.Views;
import io.reeve.core.person.PersonPolicy;
import io.reeve.core.person.RestartSoon;
import io.reeve.core.text.Refusal;
import io.reeve.policy.Verdict;
import io.reeve.store.History;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Has those wait who want to know how things stand, until there is something new: a tray asks once
/// and has its answer when it is needed. On the loop's thread, but for the waiting.
final class Reception implements AutoCloseable {
  /// The longest somebody waits. Their word of what their person does is then new, too.
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  /// What belongs together comes together.
  private static final Duration BURST = Duration.ofMillis(150);

  private static final int RECENT = 12;
  private static final int STAMP = 16;

  private final Parts parts;
  private final Sessions sessions;
  private final RemoteActions actions;
  private final PersonDesk person;
  private final Trays trays;
  private final Bell bell = new Bell();
  private String known = "";
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean closed;

  Reception(Parts parts, Sessions sessions, RemoteActions actions, PersonDesk person, Trays trays) {
    this.parts = parts;
    this.sessions = sessions;
    this.actions = actions;
    this.person = person;
    this.trays = trays;
  }

  /// Something was done on the loop. Those who wait are told only where it left a trace.
  void look() {
    if (waiting.get() == 0) {
      return;
    }
    var standing = parts.compliance().standing();
    var now =
        "%s %s %s %s %s"
            .formatted(
                parts.store().history().head(),
                standing.judgedAt(),
                person.planned(),
                actions.held(),
                actions.going());
    if (!now.equals(known)) {
      known = now;
      bell.ring();
    }
  }

  /// Something that leaves no trace is new.
  void ring() {
    bell.ring();
  }

  Views.Status status() {
    var account = parts.enrolment().current();
    return new Views.Status(
        Version.text(),
        parts.daemon(),
        account.isPresent(),
        account.map(each -> AccountView.of(parts, each)),
        SyncNote.read(parts.store().notes()),
        sessions.next(),
        parts.compliance().standing().overall(),
        SettingViews.counts(parts.reconciler().settings()),
        SettingViews.restart(parts.reconciler().awaitingRestart(), parts.restartWanted().get()),
        person.planned(),
        actions.held().map(Reception::held),
        actions.going().map(each -> new Views.Going(each.uri(), each.at())),
        SyncNote.lastGood(parts.store().notes()));
  }

  private static Views.Held held(Held held) {
    return new Views.Held(held.uri(), held.until());
  }

  /// Waits for something new. On a thread of whoever asks.
  Views.Desk watch(Asker asker, String stamp, Presence presence) {
    var user = History.asker();
    trays.hear(user, presence);
    waiting.incrementAndGet();
    try {
      return await(asker, user, stamp);
    } finally {
      waiting.decrementAndGet();
    }
  }

  private Views.Desk await(Asker asker, String user, String stamp) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      long heard = bell.rung();
      var desk = asker.ask(() -> desk(user));
      var left = Duration.ofNanos(end - System.nanoTime());
      if (!desk.stamp().equals(stamp) || left.isNegative()) {
        return desk;
      }
      if (bell.await(heard, left) && !closed) {
        boolean _ = bell.await(bell.rung(), BURST);
      }
      if (closed) {
        throw new AgentException(Kind.FAILED, "the daemon ends", "try again in a moment");
      }
    }
  }

  private Views.Desk desk(String user) {
    var failing =
        parts.compliance().standing().verdicts().stream()
            .filter(Reception::matters)
            .map(Verdict::withoutRows)
            .toList();
    var recent = parts.store().history().newest(RECENT).stream().map(SettingViews::event).toList();
    var desk =
        new Views.Desk(
            "",
            status(),
            PersonPolicy.of(parts.store().notes()).organisation(),
            failing,
            person.letters().of(user),
            recent);
    return new Views.Desk(
        stamp(desk),
        desk.status(),
        desk.organisation(),
        desk.failing(),
        desk.letters(),
        desk.recent());
  }

  private static boolean matters(Verdict verdict) {
    return switch (verdict.state()) {
      case IN_GRACE, NON_COMPLIANT, UNKNOWN -> true;
      case COMPLIANT, NOT_APPLICABLE -> false;
    };
  }

  private static String stamp(Views.Desk desk) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256")
              .digest(Json.line(desk).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, STAMP);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// @return why nothing was done; empty when it was
  Optional<Refusal> answer(String user, String letter, String button) {
    return person.answer(user, letter, button);
  }

  /// Gives up all that can be given up.
  ///
  /// @return what that was
  List<String> cancel() {
    var by = History.asker();
    var given = new ArrayList<String>();
    actions.cancel("cancelled at the machine by " + by).ifPresent(given::add);
    person
        .cancel()
        .ifPresent(words -> {
          actions.callOff(RestartSoon.URI, "cancelled at the machine by " + by);
          given.add(words);
        });
    actions.going().ifPresent(going -> given.add(stop(going, by)));
    return given;
  }

  private String stop(Going going, String by) {
    GoingDown.stop(parts.actions());
    GoingDown.WHICH.forEach(uri -> actions.callOff(uri, "cancelled at the machine by " + by));
    bell.ring();
    return going.uri();
  }

  /// Nobody waits any more.
  @Override
  public void close() {
    closed = true;
    bell.ring();
  }
}
