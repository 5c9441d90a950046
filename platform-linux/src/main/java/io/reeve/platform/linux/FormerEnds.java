package io.reeve.platform.linux;

import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// On which days accounts ended (shadow(5)) before we disabled them, `NAME:DAYS` in a line each, in
/// a file of ours that goes with its last line. Most accounts have no such day, and no line.
///
/// @param host whose file it is
record FormerEnds(Host host) {
  private static final String FILE = "/etc/reeve/former-account-ends";
  private static final int OURS_ALONE = 0600;

  private SystemFile file() {
    return new SystemFile(host, FILE);
  }

  private Map<String, String> all() throws IOException {
    var all = new TreeMap<String, String>();
    file()
        .text()
        .orElse("")
        .lines()
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> all.put(parts[0], parts[1]));
    return all;
  }

  /// The day; empty for none.
  String of(String account) throws IOException {
    return all().getOrDefault(account, "");
  }

  /// @param end empty for none
  void keep(String account, String end) throws IOException {
    var all = all();
    all.put(account, end);
    all.values().removeIf(String::isEmpty);
    put(all);
  }

  void forget(String account) throws IOException {
    keep(account, "");
  }

  private void put(Map<String, String> all) throws IOException {
    if (all.isEmpty()) {
      file().remove();
      return;
    }
    var text =
        all.entrySet().stream()
            .map(entry -> entry.getKey() + ":" + entry.getValue() + "\n")
            .collect(Collectors.joining());
    file().put(text.getBytes(StandardCharsets.ISO_8859_1), OURS_ALONE);
  }
}
