package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Property lists in folders. Those in binary form are read by CoreFoundation.
record PropertyFiles(Tools tools) {
  private static final Logger LOG = LoggerFactory.getLogger(PropertyFiles.class);
  private static final int MAX_BYTES = 4 << 20;

  /// The property lists of a folder by their absolute names; what is none is passed over and told.
  Map<String, JsonNode> all(String folder) throws IOException {
    var found = new LinkedHashMap<String, JsonNode>();
    if (!Files.isDirectory(tools.host().path(folder))) {
      return found;
    }
    try (var files = Files.newDirectoryStream(tools.host().path(folder), "*.plist")) {
      for (var file : files) {
        try {
          found.put(folder + "/" + file.getFileName(), read(file));
        } catch (IOException e) {
          LOG.info("{} is passed over: {}", file, e.getMessage());
        }
      }
    }
    return found;
  }

  /// One property list.
  static JsonNode read(Path file) throws IOException {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES);
    }
    boolean binary = new String(bytes, StandardCharsets.ISO_8859_1).startsWith("bplist");
    if (!binary) {
      return PropertyList.parse(bytes);
    }
    try (var cf = new Cf()) {
      return cf.parsed(bytes);
    }
  }
}
