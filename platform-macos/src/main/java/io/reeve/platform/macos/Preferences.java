package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;

/// Preferences as CFPreferences keeps them. Values are those of a [PropertyList].
interface Preferences {
  /// What an application would find, all sources together: profiles before the system's file.
  Optional<JsonNode> effective(String domain, String key) throws IOException;

  /// What a profile sets it to, so that nothing we write counts; empty when none does. A profile
  /// that was approved or removed a moment ago is seen.
  Optional<JsonNode> forced(String domain, String key) throws IOException;

  /// What the system's own file holds: every user's, this machine's.
  Optional<JsonNode> stored(String domain, String key) throws IOException;

  /// Sets what the system's own file holds, or takes it away, and makes it durable.
  void store(String domain, String key, Optional<JsonNode> value) throws IOException;
}
