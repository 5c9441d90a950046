package io.reeve.harness.lab;

import static io.reeve.harness.lab.ApiRoute.route;

import io.reeve.harness.lab.LabViews.Event;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// The API's paths about what happened.
final class EventRoutes {
  private static final int LONGEST_WAIT = 60;

  /// The most characters of an event's data where only the gist is told.
  private static final int GIST = 4096;

  private final LabAdmin admin;
  private final Listening listening;

  EventRoutes(LabAdmin admin, Listening listening) {
    this.admin = admin;
    this.listening = listening;
  }

  List<ApiRoute> all() {
    return List.of(
        ApiRoute.waiting("GET", "/events", this::events),
        route("GET", "/events/stream", this::stream),
        route("GET", "/devices/{id}/timeline", this::timeline));
  }

  private CompletionStage<WebReply> events(ApiCall call) {
    long since = call.number("since");
    var device = Optional.ofNullable(call.request().query().get("device"));
    long wait = Math.min(call.number("wait"), LONGEST_WAIT);
    var some = admin.events(since, device, Duration.ZERO);
    if (!some.isEmpty() || wait == 0) {
      return CompletableFuture.completedFuture(WebReply.ok(some));
    }
    return listening
        .until(
            () ->
                Optional.of(admin.events(since, device, Duration.ZERO))
                    .filter(found -> !found.isEmpty()),
            Duration.ofSeconds(wait))
        .thenApply(found -> WebReply.ok(found.orElse(List.of())));
  }

  /// Goes on after the event the reader has seen last, else after the newest.
  private WebReply stream(ApiCall call) {
    var seen = call.request().headers().getOrDefault("last-event-id", "");
    if (!seen.matches("[0-9]{0,18}")) {
      throw LabException.bad("'Last-Event-ID: " + seen + "' is no number", "use digits");
    }
    long since = seen.isEmpty() ? admin.lastEvent() : Long.parseLong(seen);
    return WebReply.feed(EventStream.TYPE, new EventStream(admin, listening, since));
  }

  private WebReply timeline(ApiCall call) {
    long before = call.number("before");
    return WebReply.ok(
        admin.timeline(call.part("id"), before == 0 ? Long.MAX_VALUE : before).stream()
            .map(EventRoutes::gist)
            .toList());
  }

  /// The event; data longer than 4096 characters is left out and its length told as `omitted`.
  static Event gist(Event event) {
    int length = event.data().toString().length();
    return length <= GIST
        ? event
        : new Event(
            event.id(),
            event.at(),
            event.device(),
            event.kind(),
            Json.object().put("omitted", length));
  }
}
