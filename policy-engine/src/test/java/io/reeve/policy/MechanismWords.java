package io.reeve.policy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What people are told of a mechanism.
///
/// @param does how it sets the place
/// @param reads where it looks for what is in force
/// @param cannot what people have to mind; empty when nothing
record MechanismWords(String does, String reads, String cannot) {

  /// `docs/mechanisms.json`: by system, then by mechanism.
  record Book(Map<String, SortedMap<String, MechanismWords>> pages) {

    static Book read() throws IOException {
      var tree =
          JsonMapper.builder()
              .build()
              .readTree(Files.readString(Golden.project().resolve("docs/mechanisms.json")));
      var pages = new TreeMap<String, SortedMap<String, MechanismWords>>();
      for (var system : tree.properties()) {
        var page = new TreeMap<String, MechanismWords>();
        for (var entry : system.getValue().properties()) {
          var words = entry.getValue();
          page.put(
              entry.getKey(),
              new MechanismWords(
                  words.required("does").asText(),
                  words.required("reads").asText(),
                  words.path("cannot").asText("")));
        }
        pages.put(system.getKey(), page);
      }
      return new Book(pages);
    }

    SortedMap<String, MechanismWords> on(String system) {
      return pages.getOrDefault(system, new TreeMap<>());
    }

    MechanismWords of(String system, String mechanism) {
      var words = on(system).get(mechanism);
      if (words == null) {
        throw new AssertionError(
            "docs/mechanisms.json says nothing of %s on %s: what it does, reads, cannot"
                .formatted(mechanism, system));
      }
      return words;
    }
  }
}
