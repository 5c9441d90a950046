package io.reeve.harness.demo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.harness.lab.LabViews.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the demonstration is played with: the files of a small pretended machine, the
/// organisation's profile, and its compliance policy. All of it is data beside this class.
public final class Scenery {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String POLICY = "./Device/Vendor/Reeve/Compliance/Policy";

  private Scenery() {}

  /// Makes the pretended machine's files below the root.
  public static void build(Path root) throws IOException {
    for (var file : read("machine.json", new TypeReference<Map<String, String>>() {}).entrySet()) {
      var path = root.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  /// The profile: the settings, then the compliance policy.
  public static List<Item> profile() {
    var items = new ArrayList<Item>();
    for (var wish : read("profile.json", new TypeReference<List<Wish>>() {})) {
      items.add(Item.of(wish.uri, wish.format, wish.value));
    }
    items.add(Item.of(POLICY, "chr", text("compliance.json")));
    return items;
  }

  private record Wish(String uri, String format, String value) {}

  /// A fingerprint of every file and folder below the root: name, mode and content.
  public static Map<String, String> fingerprint(Path root) throws IOException {
    var prints = new TreeMap<String, String>();
    try (var paths = Files.walk(root)) {
      for (var path : paths.toList()) {
        prints.put(root.relativize(path).toString(), fingerprintOf(path));
      }
    }
    return prints;
  }

  private static String fingerprintOf(Path path) throws IOException {
    var mode = Files.getPosixFilePermissions(path).stream().sorted().toList();
    if (Files.isDirectory(path)) {
      return mode + " folder";
    }
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
      return mode + " " + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static <T> T read(String name, TypeReference<T> type) {
    try {
      return JSON.readValue(text(name), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String name) {
    try (var in = Scenery.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from this installation");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
