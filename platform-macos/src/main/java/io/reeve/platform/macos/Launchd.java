package io.reeve.platform.macos;

import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// launchd's services of the system, through launchctl(1).
record Launchd(Tools tools) {
  private static final String LAUNCHCTL = "/bin/launchctl";
  private static final String SYSTEM = "system/";

  /// What launchctl says of a service that is not loaded.
  private static final int NOT_FOUND = 113;

  private static final Pattern OVERRIDE =
      Pattern.compile("\\s*\"([^\"]+)\" => (enabled|disabled|true|false)\\s*");
  private static final Pattern FIELD = Pattern.compile("\\t(state|path|pid) = (.+)");

  /// A service that is loaded.
  ///
  /// @param state `running`, for example
  /// @param path the property list it came from
  record Loaded(String state, Optional<String> path) {
    boolean runs() {
      return state.equals("running");
    }

    /// Reads what `launchctl print` writes. Fields of the service itself stand one tab in.
    static Loaded parse(String text) {
      var fields = new HashMap<String, String>();
      for (var line : text.lines().toList()) {
        var field = FIELD.matcher(line);
        if (field.matches()) {
          fields.putIfAbsent(field.group(1), field.group(2).strip());
        }
      }
      return new Loaded(
          fields.getOrDefault("state", ""),
          Optional.ofNullable(fields.get("path")).filter(path -> path.startsWith("/")));
    }
  }

  /// The service as launchd has it; empty when it is not loaded.
  Optional<Loaded> loaded(String label) throws IOException {
    var ran = tools.run(LAUNCHCTL, "print", SYSTEM + label);
    if (ran.exit() == NOT_FOUND) {
      return Optional.empty();
    }
    if (!ran.ok()) {
      throw new OsException("launchctl print " + label, ran.exit(), ran.err().strip());
    }
    return Optional.of(Loaded.parse(ran.out()));
  }

  /// Whether a service is disabled, by what somebody said of it or else by its own property list.
  boolean isDisabled(String label) throws IOException {
    var override = override(label);
    return override.isPresent() ? override.get() : isDisabledByItself(label);
  }

  /// Whether somebody has disabled it, or enabled it; empty when nobody has said anything.
  Optional<Boolean> override(String label) throws IOException {
    return Optional.ofNullable(overrides().get(label));
  }

  /// Whether its own property list says so.
  boolean isDisabledByItself(String label) throws IOException {
    var path = loaded(label).flatMap(Loaded::path).or(() -> plist(label));
    return path.isPresent()
        && PropertyFiles.read(tools.host().path(path.get())).path("Disabled").asBoolean();
  }

  /// Whether each service is disabled that somebody has enabled or disabled.
  Map<String, Boolean> overrides() throws IOException {
    return overrides(tools.text(LAUNCHCTL, "print-disabled", "system"));
  }

  /// Reads what `launchctl print-disabled` writes: words since macOS 13, truth values before.
  static Map<String, Boolean> overrides(String text) {
    var found = new HashMap<String, Boolean>();
    for (var line : text.lines().toList()) {
      var override = OVERRIDE.matcher(line);
      if (override.matches()) {
        var word = override.group(2);
        found.put(override.group(1), word.equals("disabled") || word.equals("true"));
      }
    }
    return found;
  }

  void enable(String label) throws IOException {
    tools.text(LAUNCHCTL, "enable", SYSTEM + label);
  }

  void disable(String label) throws IOException {
    tools.text(LAUNCHCTL, "disable", SYSTEM + label);
  }

  void bootstrap(String plist) throws IOException {
    tools.text(LAUNCHCTL, "bootstrap", "system", plist);
  }

  void bootout(String label) throws IOException {
    tools.text(LAUNCHCTL, "bootout", SYSTEM + label);
  }

  void start(String label) throws IOException {
    tools.text(LAUNCHCTL, "kickstart", SYSTEM + label);
  }

  /// The property list of a service that is not loaded, by the name that most of them have.
  Optional<String> plist(String label) {
    for (var folder : new String[] {"/Library/LaunchDaemons/", "/System/Library/LaunchDaemons/"}) {
      var name = folder + label + ".plist";
      if (Files.isRegularFile(tools.host().path(name))) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }
}
