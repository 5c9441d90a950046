package io.reeve.platform.windows;

import io.reeve.core.spi.Commands;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What Windows has written down of the agent, the newest first: what the service manager says of
/// its service, and that a program of it has crashed. Other programs' events are nobody's business
/// here.
///
/// @param wevtutil Windows' own program for its logs
record EventLog(Commands commands, String wevtutil) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<String> PROGRAMS = List.of("reeved.exe", "reeve.exe", "reeve-tray.exe");

  /// Windows says the service's name or the one that people see, as the event has it.
  private static final String SERVICE =
      "*[System[Provider[@Name='Service Control Manager']] and EventData[Data='%s' or Data='%s']]"
          .formatted(ServiceSupervisor.NAME, NativeServiceEntry.DISPLAY_NAME);

  private static final String CRASHES =
      "*[System[Provider[@Name='Application Error' or @Name='Application Hang'"
          + " or @Name='Windows Error Reporting']] and EventData["
          + String.join(" or ", PROGRAMS.stream().map(name -> "Data='" + name + "'").toList())
          + "]]";

  Map<String, String> texts() {
    var texts = new LinkedHashMap<String, String>();
    texts.put("event-log.txt", events("System", SERVICE));
    texts.put("crashes.txt", events("Application", CRASHES));
    return texts;
  }

  private String events(String log, String query) {
    try {
      var ran =
          commands.run(
              List.of(
                  wevtutil,
                  "query-events",
                  log,
                  "/query:" + query,
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
