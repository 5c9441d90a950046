package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What systemd has written down of the agent's service, and which units are in trouble.
final class SystemJournal {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String UNIT = "reeve.service";
  private static final String LINES = "4000";

  private SystemJournal() {}

  /// The texts by file name; none below a scratch root.
  static Map<String, String> of(Host host) {
    if (host.isScratch()) {
      return Map.of();
    }
    var texts = new LinkedHashMap<String, String>();
    texts.put(
        "journal.txt",
        said(
            host,
            "/usr/bin/journalctl",
            "--unit=" + UNIT,
            "--lines=" + LINES,
            "--no-pager",
            "--output=short-iso"));
    texts.put(
        "unit.txt",
        said(host, "/usr/bin/systemctl", "status", "--no-pager", "--full", "--lines=0", UNIT));
    texts.put(
        "failed-units.txt",
        said(host, "/usr/bin/systemctl", "list-units", "--failed", "--no-pager", "--plain"));
    return texts;
  }

  /// A status is told by the exit code as well, so that says nothing here.
  private static String said(Host host, String... command) {
    try {
      var ran = host.commands().run(List.of(command), PATIENCE);
      return ran.out() + (ran.err().isBlank() ? "" : "(" + ran.err().strip() + ")\n");
    } catch (IOException e) {
      return "(not known: " + e.getMessage() + ")\n";
    }
  }
}
