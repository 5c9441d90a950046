package io.reeve.core.apps;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What we know of an app that we installed, in a file of its own: from just before the work begins
/// until the app is taken away.
///
/// @param manifest what was asked for, exactly as it was written
/// @param done whether the work has ended well; else it was begun
/// @param added the packages that came with it: those may go with it
/// @param changed packages that were there before, with the version they had
/// @param asked those of `added` that we have asked for by name: where the tool says of another one
///   that it was asked for, somebody else did that since
public record AppRecord(
    String manifest,
    boolean done,
    List<String> added,
    Map<String, String> changed,
    Set<String> asked) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MAX_BYTES = 1 << 20;

  public AppRecord {
    added = List.copyOf(added);
    changed = Map.copyOf(changed);
    asked = Set.copyOf(asked);
  }

  /// Before anything came with it.
  static AppRecord of(String manifest) {
    return new AppRecord(manifest, false, List.of(), Map.of(), Set.of());
  }

  /// The tool is about to be asked: what it has been asked for if that is cut off was us too.
  AppRecord begun() throws IOException {
    return withAsked(false, Set.of(name()));
  }

  AppRecord ended() throws IOException {
    return withAsked(true, Set.of(name()));
  }

  /// The same for another manifest, which holds already.
  AppRecord holding(String other) {
    return new AppRecord(other, true, added, changed, asked);
  }

  private AppRecord withAsked(boolean over, Set<String> names) {
    var ours = new LinkedHashSet<>(asked);
    ours.addAll(names);
    ours.retainAll(added);
    return new AppRecord(manifest, over, added, changed, ours);
  }

  /// The same with what came with another app and stays when that goes.
  AppRecord adopting(Set<String> orphans, Map<String, String> versions, Set<String> names) {
    var all = new LinkedHashSet<>(added);
    all.addAll(orphans);
    var before = new LinkedHashMap<>(versions);
    before.putAll(changed);
    before.keySet().removeAll(all);
    return new AppRecord(manifest, done, List.copyOf(all), before, asked).withAsked(done, names);
  }

  /// The name of the package it asks for.
  String name() throws IOException {
    return AppManifest.parse(manifest).name();
  }

  /// The same with what an installation for another manifest adds to it.
  public AppRecord with(String other, PackageTool.Preview preview) {
    var all = new ArrayList<>(added);
    preview.added().stream().filter(name -> !all.contains(name)).forEach(all::add);
    var versions = new LinkedHashMap<>(preview.changed());
    versions.keySet().removeAll(all);
    versions.putAll(changed);
    return new AppRecord(other, false, all, versions, asked);
  }

  public String text() throws IOException {
    var json = JSON.createObjectNode().put("manifest", manifest).put("done", done);
    added.forEach(json.putArray("added")::add);
    var versions = json.putObject("changed");
    changed.forEach(versions::put);
    asked.stream().sorted().forEach(json.putArray("asked")::add);
    return JSON.writeValueAsString(json);
  }

  public static AppRecord parse(String text) throws IOException {
    var json = JSON.readTree(text);
    var added = new ArrayList<String>();
    json.path("added").forEach(name -> added.add(name.asText()));
    var changed = new LinkedHashMap<String, String>();
    json.path("changed").properties().forEach(e -> changed.put(e.getKey(), e.getValue().asText()));
    var asked = new LinkedHashSet<String>();
    json.path("asked").forEach(name -> asked.add(name.asText()));
    return new AppRecord(
        json.required("manifest").asText(), json.path("done").asBoolean(), added, changed, asked);
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
