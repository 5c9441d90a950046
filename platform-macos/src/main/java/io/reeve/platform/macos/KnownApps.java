package io.reeve.platform.macos;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.reeve.core.apps.AppManifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What belongs to the packages that we installed, as their manifests say.
record KnownApps(Tools tools) implements PkgTool.AppPaths {
  static final String FOLDER = "/Library/Application Support/Reeve/apps";
  private static final int MAX_BYTES = 1 << 20;

  @Override
  public List<String> of(String identifier) throws IOException {
    var folder = tools.host().path(FOLDER);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.newDirectoryStream(folder, "*.json")) {
      for (var file : files) {
        var manifest = manifest(new String(read(file), StandardCharsets.UTF_8));
        if (manifest.name().equals(identifier)) {
          return manifest.paths();
        }
      }
    }
    return List.of();
  }

  private static byte[] read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BYTES);
    }
  }

  private static AppManifest manifest(String record) throws IOException {
    try {
      return AppManifest.parse(PropertyList.JSON.readTree(record).path("manifest").asText());
    } catch (JsonProcessingException e) {
      throw new IOException("what is kept of an app is not JSON", e);
    }
  }
}
