package io.reeve.platform.windows;

import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// The packages after which Windows Installer wants a restart, until there was one. Windows itself
/// tells nobody of it later.
///
/// @param file where it is kept, below a folder in which only administrators write
/// @param boot tells one boot from another; where nobody does, nothing is kept
record MsiRestart(SystemFile file, Boot boot) {
  private static final int MOST = 50;

  /// What tells one boot from another.
  @FunctionalInterface
  interface Boot {
    Optional<String> now() throws IOException;
  }

  static MsiRestart of(Host host, Boot boot) {
    return new MsiRestart(new SystemFile(host, "/Program Files/Reeve/apps/restart-wanted"), boot);
  }

  /// Writes down that this package wants one.
  void add(String what) throws IOException {
    var now = boot.now();
    if (now.isPresent()) {
      var names = new LinkedHashSet<>(names(now.get()));
      if (names.size() < MOST && names.add(what.replace('\n', ' '))) {
        var text = now.get() + "\n" + String.join("\n", names) + "\n";
        file.put(text.getBytes(StandardCharsets.UTF_8), SystemFile.PUBLIC);
      }
    }
  }

  /// What wants one, a sentence without a full stop; empty when there was one since.
  Optional<String> wanted() throws IOException {
    var now = boot.now();
    var names = now.isEmpty() ? List.<String>of() : names(now.get());
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of("Windows Installer wants a restart for " + String.join(", ", names));
  }

  private List<String> names(String now) throws IOException {
    var bytes = file.bytes();
    if (bytes.isEmpty()) {
      return List.of();
    }
    var lines = new String(bytes.get(), StandardCharsets.UTF_8).lines().toList();
    return !lines.isEmpty() && lines.getFirst().equals(now)
        ? lines.subList(1, lines.size())
        : List.of();
  }
}
