package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Preferences of two sources: profiles, which win, and the system's file.
final class MemoryPreferences implements Preferences {
  final Map<String, JsonNode> forced = new HashMap<>();
  private final Map<String, JsonNode> file = new HashMap<>();
  int writes;

  @Override
  public Optional<JsonNode> effective(String domain, String key) {
    return Optional.ofNullable(forced.get(domain + " " + key)).or(() -> stored(domain, key));
  }

  @Override
  public Optional<JsonNode> forced(String domain, String key) {
    return Optional.ofNullable(forced.get(domain + " " + key));
  }

  @Override
  public Optional<JsonNode> stored(String domain, String key) {
    return Optional.ofNullable(file.get(domain + " " + key));
  }

  @Override
  public void store(String domain, String key, Optional<JsonNode> value) throws IOException {
    writes++;
    if (value.isPresent()) {
      // Through the form in which values cross the border.
      file.put(domain + " " + key, PropertyList.parse(PropertyList.text(value.get())));
    } else {
      file.remove(domain + " " + key);
    }
  }
}
