package io.reeve.harness.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// The newest entry of each device's ledger as the device told it, so that a past that is rewritten
/// on the device is noticed here. A device tells with each head what the earlier heads are now.
final class LedgerHeads {
  private static final String HASH = "[0-9a-f]{64}";
  private static final int LONGEST = 300;

  private final Reports reports;
  private final Events events;

  LedgerHeads(Reports reports, Events events) {
    this.reports = reports;
    this.events = events;
  }

  private record Head(long id, String hash) {}

  /// Keeps what a device told, and has it told as an event when it is not what follows on what it
  /// told before.
  void told(String device, JsonNode data) {
    var now = new Head(data.path("id").asLong(-1), data.path("hash").asText(""));
    var before = known(device);
    var wrong = before.flatMap(head -> wrong(head, now, data.path("told")));
    var trouble =
        wrong.or(
            () -> Optional.of(data.path("trouble").asText("")).filter(text -> !text.isEmpty()));
    trouble.ifPresent(text -> {
      var event =
          Json.object()
              .put("why", text.length() > LONGEST ? text.substring(0, LONGEST) : text)
              .put("now", now.id);
      before.ifPresent(head -> event.put("before", head.id));
      events.add(device, "ledger.rewritten", event);
    });
    if (now.hash.matches(HASH) && now.id > 0) {
      reports.ledger(device, Json.object().put("id", now.id).put("hash", now.hash));
    }
  }

  private Optional<Head> known(String device) {
    return reports
        .ledger(device)
        .map(kept -> new Head(kept.path("id").asLong(), kept.path("hash").asText()));
  }

  private static Optional<String> wrong(Head before, Head now, JsonNode told) {
    if (!now.hash.matches(HASH) || now.id < before.id) {
      return Optional.of(
          "The ledger ended with entry %d and now ends with %d.".formatted(before.id, now.id));
    }
    var same = now.id == before.id ? now.hash : told.path(Long.toString(before.id)).asText("");
    return same.equals(before.hash)
        ? Optional.empty()
        : Optional.of("Entry %d is not as it was told.".formatted(before.id));
  }
}
