package io.reeve.platform.macos;

import io.reeve.core.spi.Power;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// shutdown(8), which waits as a process of its own and tells everybody at a terminal. With
/// FileVault a Mac that restarts waits for somebody to unlock it, and the agent is back only then.
record Shutdowns(Tools tools) implements Power {
  private static final String SHUTDOWN = "/sbin/shutdown";

  /// Root's only: anybody may call a program of theirs so.
  private static final Pattern WAITING =
      Pattern.compile("(?m)^\\s*0\\s+(\\d{1,10})\\s+(?:\\S*/)?shutdown\\s*$");

  @Override
  public void schedule(Way way, Duration in, String words) throws IOException {
    var before = waiting();
    var how =
        switch (way) {
          case RESTART -> "-r";
          case SWITCH_OFF -> "-h";
        };
    tools.text(SHUTDOWN, how, "+" + in.toMinutes(), words);
    // Only now: where no new one comes about, the old one stands.
    end(before);
  }

  @Override
  public boolean cancel() throws IOException {
    var waiting = waiting();
    end(waiting);
    return !waiting.isEmpty();
  }

  private List<String> waiting() throws IOException {
    return waiting(tools.text("/bin/ps", "-axo", "uid=,pid=,comm="));
  }

  private void end(List<String> processes) throws IOException {
    for (var process : processes) {
      // It lets people log in again and ends. That it has just ended by itself is no failure.
      tools.run("/bin/kill", "-TERM", process);
    }
  }

  /// Reads what ps writes.
  static List<String> waiting(String processes) {
    return WAITING.matcher(processes).results().map(found -> found.group(1)).toList();
  }
}
