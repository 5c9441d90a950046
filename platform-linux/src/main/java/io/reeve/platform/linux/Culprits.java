package io.reeve.platform.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Processes in words, for evidence. One that has ended is known if it was seen shortly before.
final class Culprits {
  private static final int MOST = 256;
  private static final int GENERATIONS = 8;

  private final Path proc;
  private final long self = ProcessHandle.current().pid();
  private final Map<Long, String> known = new LinkedHashMap<>();

  /// @param proc where the process file system is
  Culprits(Path proc) {
    this.proc = proc;
  }

  private record Culprit(long id, String name, String user, long parent) {}

  /// For example `sed (process 812, user 0), run by puppet (process 700, user 0)`; empty for this
  /// process and those it started.
  Optional<String> of(long id) {
    if (id == self) {
      return Optional.empty();
    }
    if (id <= 0) {
      return Optional.of("a process outside of this container");
    }
    var process = read(id);
    if (process.isEmpty()) {
      return Optional.of(known.getOrDefault(id, "a process that has ended (" + id + ")"));
    }
    var parent = read(process.orElseThrow().parent());
    if (isOurs(process)) {
      return Optional.empty();
    }
    var words =
        words(process.orElseThrow())
            + parent
                .filter(each -> each.id() > 1)
                .map(each -> ", run by " + words(each))
                .orElse("");
    known.remove(id);
    known.put(id, words);
    if (known.size() > MOST) {
      known.remove(known.keySet().iterator().next());
    }
    return Optional.of(words);
  }

  private boolean isOurs(Optional<Culprit> process) {
    var each = process;
    for (int i = 0; i < GENERATIONS && each.isPresent(); i++) {
      if (each.orElseThrow().parent() == self) {
        return true;
      }
      each = read(each.orElseThrow().parent());
    }
    return false;
  }

  private static String words(Culprit process) {
    return "%s (process %d, user %s)".formatted(process.name(), process.id(), process.user());
  }

  private Optional<Culprit> read(long id) {
    if (id <= 0) {
      return Optional.empty();
    }
    try {
      var fields = new LinkedHashMap<String, String>();
      for (var line :
          Files.readAllLines(proc.resolve(id + "/status"), StandardCharsets.ISO_8859_1)) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
      }
      return Optional.of(
          new Culprit(
              id,
              fields.getOrDefault("Name", "?").replaceAll("[^\\x20-\\x7e]", "?"),
              fields.getOrDefault("Uid", "?").split("\\s", 2)[0],
              Long.parseLong(fields.getOrDefault("PPid", "0"))));
    } catch (IOException | NumberFormatException _) {
      return Optional.empty();
    }
  }
}
