package io.reeve.core.apps;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What we know of an app that we installed, in a file of its own: from just before the work begins
/// until the app is taken away.
///
/// @param manifest what was asked for, exactly as it was written
/// @param done whether the work has ended well; else it was begun
/// @param added the packages that came with it: those may go with it
/// @param changed packages that were there before, with the version they had
public record AppRecord(
    String manifest, boolean done, List<String> added, Map<String, String> changed) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MAX_BYTES = 1 << 20;

  public AppRecord {
    added = List.copyOf(added);
    changed = Map.copyOf(changed);
  }

  public AppRecord ended() {
    return new AppRecord(manifest, true, added, changed);
  }

  /// The same with what an installation for another manifest adds to it.
  public AppRecord with(String other, PackageTool.Preview preview) {
    var all = new ArrayList<>(added);
    preview.added().stream().filter(name -> !all.contains(name)).forEach(all::add);
    var versions = new LinkedHashMap<>(preview.changed());
    versions.keySet().removeAll(all);
    versions.putAll(changed);
    return new AppRecord(other, false, all, versions);
  }

  public String text() throws IOException {
    var json = JSON.createObjectNode().put("manifest", manifest).put("done", done);
    added.forEach(json.putArray("added")::add);
    var versions = json.putObject("changed");
    changed.forEach(versions::put);
    return JSON.writeValueAsString(json);
  }

  public static AppRecord parse(String text) throws IOException {
    var json = JSON.readTree(text);
    var added = new ArrayList<String>();
    json.path("added").forEach(name -> added.add(name.asText()));
    var changed = new LinkedHashMap<String, String>();
    json.path("changed").properties().forEach(e -> changed.put(e.getKey(), e.getValue().asText()));
    return new AppRecord(
        json.required("manifest").asText(), json.path("done").asBoolean(), added, changed);
  }

  public static Optional<AppRecord> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
    }
    return Optional.of(parse(Files.readString(file)));
  }
}
