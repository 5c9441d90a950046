package io.reeve.harness.lab;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/// Lets a device hear at once that the service wants a session, in the place of a push service:
/// `GET /ManagementServer/Hint?since=N&wait=SECONDS` with its certificate answers `{"hint": M}` as
/// soon as M is more than N, or N after that time. The device remembers M when it has had a
/// session.
final class Hints {
  static final String PATH = "/ManagementServer/Hint";

  private static final int LONGEST_WAIT = 300;

  private final ManagementService management;
  private final Memory memory;
  private final Listening listening;
  private final Map<String, CompletableFuture<Optional<Long>>> waiting = new ConcurrentHashMap<>();

  Hints(ManagementService management, Memory memory, Listening listening) {
    this.management = management;
    this.memory = memory;
    this.listening = listening;
  }

  CompletionStage<WebReply> serve(WebRequest request) {
    var device = management.listening(request);
    if (device.isEmpty()) {
      return CompletableFuture.completedFuture(
          WebReply.error(403, "this needs the certificate of an enrolled device", "enrol first"));
    }
    long since = number(request, "since", Long.MAX_VALUE);
    long wait = number(request, "wait", LONGEST_WAIT);
    return alone(
            device.get(),
            listening.until(() -> news(memory, device.get(), since), Duration.ofSeconds(wait)))
        .thenApply(hint -> WebReply.json(200, Json.object().put("hint", hint.orElse(since))));
  }

  /// A device waits once: what it asked before is answered.
  private CompletableFuture<Optional<Long>> alone(
      String device, CompletableFuture<Optional<Long>> now) {
    var before = waiting.put(device, now);
    if (before != null) {
      before.complete(Optional.empty());
    }
    var _ = now.whenComplete((_, _) -> waiting.remove(device, now));
    return now;
  }

  private static long number(WebRequest request, String name, long most) {
    var text = request.query().getOrDefault(name, "0");
    return text.matches("[0-9]{1,18}") ? Math.min(Long.parseLong(text), most) : 0;
  }

  /// The last event after that one for which a device should come.
  static Optional<Long> news(Memory memory, String device, long since) {
    return memory
        .database()
        .one(
            """
            SELECT coalesce(max(id), 0) FROM events WHERE device = ? AND id > ? AND kind IN
              ('profile.assigned', 'profile.unassigned', 'profile.changed', 'profile.removed',
               'command.queued', 'device.leaving')\
            """,
            row -> row.getLong(1),
            device,
            since)
        .filter(id -> id > since);
  }
}
