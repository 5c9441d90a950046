package io.reeve.core.dm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reeve.core.dm.Command.Status;
import io.reeve.store.Outbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Takes alerts out of the outbox for one session, and back what the service has acknowledged. A
/// row is sent once in a session; one that the service refuses stays for the next.
final class OutboxFeed {
  /// About how much goes into one message.
  private static final int BYTES = 256 * 1024;

  private static final int ROWS = 100;

  private final Outbox outbox;
  private final Set<Long> taken = new HashSet<>();
  private Map<String, Long> sent = new HashMap<>();
  private int acknowledged;

  OutboxFeed(Outbox outbox) {
    this.outbox = outbox;
  }

  /// The next alerts, oldest first; none when all were sent.
  ///
  /// @param largestObject what the service accepts; a larger row waits
  List<Part> next(long largestObject) {
    var parts = new ArrayList<Part>();
    long bytes = 0;
    for (var row : outbox.pending(taken.size() + ROWS)) {
      int length = row.data().getBytes(UTF_8).length;
      if (taken.contains(row.id()) || length > largestObject) {
        continue;
      }
      if (parts.size() == ROWS || (!parts.isEmpty() && bytes + length > BYTES)) {
        break;
      }
      bytes += length;
      taken.add(row.id());
      parts.add(Part.of(alert(row), row.id()));
    }
    return parts;
  }

  private static Command alert(Outbox.Row row) {
    var source = row.source().isEmpty() ? Optional.<String>empty() : Optional.of(row.source());
    var item =
        new Item(
            Optional.empty(),
            source,
            Meta.of(row.format(), row.type()),
            Optional.of(row.data()),
            false);
    return new Command.Alert("", "1226", Optional.empty(), List.of(item));
  }

  /// Takes note of the rows a message carries, by the CmdIDs of their alerts.
  void sent(List<Part> parts) {
    sent = new HashMap<>();
    for (var part : parts) {
      part.row().ifPresent(row -> sent.put(part.command().cmdId(), row));
    }
  }

  /// The service has accepted that message.
  ///
  /// @param statuses of its answer; an alert without one is accepted with the message
  void accepted(List<Status> statuses) {
    var good = new HashMap<>(sent);
    for (var status : statuses) {
      if (!status.code().startsWith("2")) {
        good.remove(status.cmdRef());
      }
    }
    outbox.acknowledge(good.values());
    acknowledged += good.size();
    sent = new HashMap<>();
  }

  int acknowledged() {
    return acknowledged;
  }
}
