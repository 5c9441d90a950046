package io.reeve.harness.lab;

import io.reeve.harness.lab.LabViews.Event;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/// Events as server-sent events. The first, `ready`, says after which one it goes on: whoever reads
/// the state then misses nothing. Every event's name is `happened`, its data the event as JSON.
final class EventStream implements Feed {
  static final String TYPE = "text/event-stream; charset=utf-8";

  /// A sign of life at least this often, so that both sides notice a line that has died.
  private static final Duration QUIET = Duration.ofSeconds(15);

  private final LabAdmin admin;
  private final Listening listening;
  private volatile long last;
  private volatile boolean begun;

  EventStream(LabAdmin admin, Listening listening, long since) {
    this.admin = admin;
    this.listening = listening;
    this.last = since;
  }

  @Override
  public CompletionStage<Optional<String>> next() {
    if (!begun) {
      begun = true;
      return piece(Optional.of("retry: 2000\nevent: ready\nid: " + last + "\ndata: {}\n\n"));
    }
    return listening
        .ifRoom(this::news, QUIET)
        .<CompletionStage<Optional<String>>>map(
            found -> found.thenApply(text -> text.or(() -> Optional.of(": quiet\n\n"))))
        .orElseGet(() -> piece(Optional.empty()));
  }

  private static CompletionStage<Optional<String>> piece(Optional<String> text) {
    return CompletableFuture.completedFuture(text);
  }

  private Optional<String> news() {
    List<Event> found = admin.events(last, Optional.empty(), Duration.ZERO);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    last = found.getLast().id();
    return Optional.of(found.stream().map(EventStream::frame).collect(Collectors.joining()));
  }

  /// JSON as the lab writes it has no line breaks.
  private static String frame(Event event) {
    return "event: happened\nid: "
        + event.id()
        + "\ndata: "
        + Json.of(EventRoutes.gist(event))
        + "\n\n";
  }
}
