package io.reeve.core.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where each system keeps the state of a service.
final class StateFolder {
  private StateFolder() {}

  static Path ofThisSystem() {
    return of(System.getProperty("os.name"), System.getenv());
  }

  static Path of(String system, Map<String, String> environment) {
    var name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      var data = Optional.ofNullable(environment.get("ProgramData")).orElse("C:\\ProgramData");
      return Path.of(data, "Reeve");
    }
    return Path.of(
        name.startsWith("mac") ? "/Library/Application Support/Reeve" : "/var/lib/reeve");
  }
}
