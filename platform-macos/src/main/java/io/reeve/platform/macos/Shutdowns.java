package io.reeve.platform.macos;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/// shutdown(8), which waits as a process of its own and tells everybody at a terminal.
record Shutdowns(Tools tools) {
  private static final String SHUTDOWN = "/sbin/shutdown";

  /// Root's only: anybody may call a program of theirs so.
  private static final Pattern WAITING =
      Pattern.compile("(?m)^\\s*0\\s+(\\d{1,10})\\s+(?:\\S*/)?shutdown\\s*$");

  /// In place of whatever waits already.
  ///
  /// @param how `-r` or `-h`
  void schedule(String how, int minutes, String notice) throws IOException {
    cancel();
    tools.text(SHUTDOWN, how, "+" + minutes, notice);
  }

  /// @return whether anything was waiting
  boolean cancel() throws IOException {
    var waiting = waiting(tools.text("/bin/ps", "-axo", "uid=,pid=,comm="));
    for (var process : waiting) {
      // It lets people log in again and ends. That it has just ended by itself is no failure.
      tools.run("/bin/kill", "-TERM", process);
    }
    return !waiting.isEmpty();
  }

  /// Reads what ps writes.
  static List<String> waiting(String processes) {
    return WAITING.matcher(processes).results().map(found -> found.group(1)).toList();
  }
}
