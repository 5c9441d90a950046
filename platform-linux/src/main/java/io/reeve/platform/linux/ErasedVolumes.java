package io.reeve.platform.linux;

import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Which volumes we have begun to erase, and in which boot: `UUID BOOT` in a line each. A volume
/// that is open and has no header is known to be erased only by this. Where the file cannot be
/// written (a full disk saves no key), it is known until this process ends.
final class ErasedVolumes {
  private static final String FILE = "/etc/reeve/wiped-volumes";
  private static final int OURS_ALONE = 0600;

  private final Host host;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  ErasedVolumes(Host host) {
    this.host = host;
  }

  private Map<String, String> all() throws IOException {
    var all = new TreeMap<String, String>();
    new SystemFile(host, FILE)
        .text()
        .orElse("")
        .lines()
        .map(line -> line.split(" ", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> all.put(parts[0], parts[1]));
    return all;
  }

  private String boot() {
    return Boot.id(host).orElse("");
  }

  boolean has(String uuid) throws IOException {
    return known.contains(uuid) || all().containsKey(uuid);
  }

  /// Whether it was erased since the machine was switched on.
  boolean hasNow(String uuid) throws IOException {
    return known.contains(uuid) || boot().equals(all().get(uuid));
  }

  /// Whether any was.
  boolean hasAnyNow() throws IOException {
    return !known.isEmpty() || all().containsValue(boot());
  }

  /// @throws IOException when only this process knows it
  void keep(String uuid) throws IOException {
    known.add(uuid);
    var all = all();
    all.put(uuid, boot());
    var text =
        all.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
            .collect(Collectors.joining());
    new SystemFile(host, FILE).put(text.getBytes(StandardCharsets.US_ASCII), OURS_ALONE);
  }
}
