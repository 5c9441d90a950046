package io.reeve.core.script;

import io.reeve.core.approval.SignedScript;
import io.reeve.core.spi.Scripts.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the service asks for under one name.
///
/// @param id the name
/// @param parts the values of its nodes by name; a node that is not set is missing
public record Remediation(String id, Map<String, String> parts) {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern EVERY = Pattern.compile("every ([0-9]{1,5}) minutes");

  public Remediation {
    parts = Map.copyOf(parts);
  }

  private String part(String name) {
    return parts.getOrDefault(name, "");
  }

  boolean has(String name) {
    return !part(name).isBlank();
  }

  /// One of its scripts, ready to run.
  Script script(String name, Path folder) {
    var seconds = part("TimeoutSeconds");
    return new Script(
        part(name),
        part("Interpreter"),
        part("RunAs").equals("user"),
        seconds.isEmpty() ? PATIENCE : Duration.ofSeconds(Long.parseLong(seconds)),
        folder);
  }

  /// How long after one run the next is due; empty when it runs once for each change.
  Optional<Duration> interval() {
    var every = EVERY.matcher(part("Schedule"));
    if (every.matches()) {
      return Optional.of(Duration.ofMinutes(Long.parseLong(every.group(1))));
    }
    return switch (part("Schedule")) {
      case "once" -> Optional.empty();
      case "hourly" -> Optional.of(Duration.ofHours(1));
      default -> Optional.of(Duration.ofDays(1));
    };
  }

  /// Whether it is a script that runs once.
  boolean isOnce() {
    return id.startsWith(SignedScript.ONCE);
  }

  /// Which version of it this is; 0 when nobody says.
  long version() {
    return has("Version") ? Long.parseLong(part("Version")) : 0;
  }

  String signature() {
    return part("Signature");
  }

  /// Differs when anything about it does.
  String digest() {
    return SignedScript.sha256(signed().text() + part("Schedule") + "\n" + part("Request"));
  }

  /// What would run, for the ledger: a digest stands for each script.
  String words() {
    var all = new ArrayList<String>();
    for (var name : SignedScript.TEXTS) {
      if (has(name)) {
        all.add(name + " has the SHA-256 " + SignedScript.sha256(part(name)));
      }
    }
    all.add(part("RunAs").equals("user") ? "as the user" : "as the system");
    all.add(has("Signature") ? "with a signature" : "without a signature");
    return String.join(", ", all);
  }

  /// What its signature is over.
  SignedScript signed() {
    return new SignedScript(id, parts);
  }
}
