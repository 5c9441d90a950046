package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.Commands;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventLogTest {
  private final List<List<String>> ran = new ArrayList<>();

  private EventLog log(int exit) {
    return new EventLog(
        (arguments, _) -> {
          ran.add(arguments);
          return new Commands.Result(exit, "Event[0] of " + arguments.get(2), "Access is denied.");
        },
        "C:\\Windows\\System32\\wevtutil.exe");
  }

  @Test
  void onlyWhatIsOfTheAgentIsAskedFor() {
    assertThat(log(0).texts())
        .containsEntry("event-log.txt", "Event[0] of System")
        .containsEntry("crashes.txt", "Event[0] of Application");
    assertThat(ran.getFirst())
        .startsWith("C:\\Windows\\System32\\wevtutil.exe", "query-events", "System")
        .contains(
            "/query:*[System[Provider[@Name='Service Control Manager']] and"
                + " EventData[Data='Reeve' or Data='%s']]"
                    .formatted(NativeServiceEntry.DISPLAY_NAME));
    assertThat(ran.getLast().get(3)).contains("Data='reeved.exe'").doesNotContain("\"");
  }

  @Test
  void whatCannotBeReadSaysSo() {
    assertThat(log(5).texts())
        .containsEntry("event-log.txt", "the event log cannot be read: Access is denied.");
    var broken =
        new EventLog(
            (_, _) -> {
              throw new IOException("it is not there");
            },
            "x");
    assertThat(broken.texts())
        .containsEntry("crashes.txt", "the event log cannot be read: it is not there");
  }
}
