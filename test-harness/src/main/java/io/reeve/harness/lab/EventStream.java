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

  private static final String QUIET_LINE = ": quiet\n\n";

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
            found -> found.thenApply(news -> Optional.of(news.map(this::taken).orElse(QUIET_LINE))))
        .orElseGet(() -> piece(Optional.empty()));
  }

  private static CompletionStage<Optional<String>> piece(Optional<String> text) {
    return CompletableFuture.completedFuture(text);
  }

  /// What has happened since the last that was taken. Looking takes nothing: of several looks at
  /// once only one is heard.
  private Optional<List<Event>> news() {
    List<Event> found = admin.events(last, Optional.empty(), Duration.ZERO);
    return found.isEmpty() ? Optional.empty() : Optional.of(found);
  }

  private String taken(List<Event> news) {
    last = news.getLast().id();
    return news.stream().map(EventStream::frame).collect(Collectors.joining());
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
