package io.reeve.core.apps;

import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The records of all apps, each in a file of its own that only root reads.
///
/// @param folder where they are
record AppRecords(Host host, String folder) {
  private static final String ENDING = ".json";
  private static final int PRIVATE = 0600;

  SystemFile file(String id) {
    return new SystemFile(host, folder + "/" + id + ENDING);
  }

  /// What we know of the app; empty when it is not ours.
  Optional<AppRecord> of(String id) throws IOException {
    return AppRecord.read(file(id).path());
  }

  void keep(String id, AppRecord record) throws IOException {
    file(id).put(record.text().getBytes(StandardCharsets.UTF_8), PRIVATE);
  }

  void forget(String id) throws IOException {
    file(id).remove();
  }

  /// What we know of all the others, by their names.
  Map<String, AppRecord> others(String id) throws IOException {
    var place = host.path(folder);
    var others = new LinkedHashMap<String, AppRecord>();
    if (!Files.isDirectory(place)) {
      return others;
    }
    try (var files = Files.newDirectoryStream(place, "*" + ENDING)) {
      for (var file : files) {
        var name = String.valueOf(file.getFileName());
        var other = name.substring(0, name.length() - ENDING.length());
        if (!other.equals(id) && !name.startsWith(".")) {
          others.put(other, AppRecord.read(file).orElseThrow());
        }
      }
    }
    return others;
  }
}
