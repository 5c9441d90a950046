package io.reeve.platform.windows;

import io.reeve.core.spi.Commands;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What Windows has written down of the agent: what the service manager says of its services, the
/// newest first.
///
/// @param wevtutil Windows' own program for its logs
record EventLog(Commands commands, String wevtutil) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String OF_SERVICES = "*[System[Provider[@Name='Service Control Manager']]]";

  Map<String, String> texts() {
    return Map.of("event-log.txt", services());
  }

  private String services() {
    try {
      var ran =
          commands.run(
              List.of(
                  wevtutil,
                  "query-events",
                  "System",
                  "/query:" + OF_SERVICES,
                  "/count:200",
                  "/reversedirection:true",
                  "/format:text"),
              PATIENCE);
      return ran.ok() ? ran.out() : "the event log cannot be read: " + ran.err().strip();
    } catch (IOException e) {
      return "the event log cannot be read: " + e.getMessage();
    }
  }
}
