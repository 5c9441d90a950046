package io.reeve.installer;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Leaves out of large libraries the classes that nothing in the package can reach: Reeve makes a
/// certificate request and a signature with Bouncy Castle, which has six thousand classes, and
/// JNA's platform library is for Windows for the most part.
///
/// A class is reached when its name occurs in a class that is: in a type, or as a text, as for a
/// class that is loaded by its name. Only libraries are pruned that load no class by a name they
/// put together on the ways that are used. Their signatures go, since they would no longer hold;
/// the package has its own.
final class Pruning {
  private static final List<String> PRUNED =
      List.of("bcprov-", "bcpkix-", "bcutil-", "jna-platform-");
  private static final Pattern NAME =
      Pattern.compile("(?:org[/.]bouncycastle|com[/.]sun[/.]jna[/.]platform)[/.][\\w/.$]+");
  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/\\d+/");

  private final Map<String, Set<String>> names = new HashMap<>();
  private final ArrayDeque<String> found = new ArrayDeque<>();
  private final Set<String> reached = new HashSet<>();

  private Pruning() {}

  /// Prunes the libraries in a folder of jars, in place.
  static void prune(Path jars) throws IOException {
    var pruning = new Pruning();
    var libraries = new ArrayList<Path>();
    try (var files = Files.list(jars)) {
      for (var jar : files.filter(each -> each.toString().endsWith(".jar")).sorted().toList()) {
        if (isPruned(jar)) {
          libraries.add(jar);
          pruning.offer(jar);
        } else {
          pruning.need(jar);
        }
      }
    }
    pruning.follow();
    for (var library : libraries) {
      pruning.rewrite(library);
    }
  }

  private static boolean isPruned(Path jar) {
    var name = jar.getFileName().toString();
    return PRUNED.stream().anyMatch(name::startsWith);
  }

  /// All that the program's own classes and the other libraries name.
  private void need(Path jar) throws IOException {
    classes(jar).values().forEach(found::addAll);
  }

  private void offer(Path jar) throws IOException {
    classes(jar)
        .forEach((name, named) -> names.computeIfAbsent(name, _ -> new HashSet<>()).addAll(named));
  }

  private void follow() {
    while (!found.isEmpty()) {
      var name = found.pop();
      if (names.containsKey(name) && reached.add(name)) {
        found.addAll(names.getOrDefault(name, Set.of()));
      }
    }
  }

  /// The classes of a jar and the names in each, all versions of a class together.
  private static Map<String, Set<String>> classes(Path jar) throws IOException {
    var classes = new HashMap<String, Set<String>>();
    try (var zip = new ZipFile(jar.toFile())) {
      for (var entry : zip.stream().filter(each -> each.getName().endsWith(".class")).toList()) {
        try (var in = zip.getInputStream(entry)) {
          classes
              .computeIfAbsent(className(entry), _ -> new HashSet<>())
              .addAll(named(in.readAllBytes()));
        }
      }
    }
    return classes;
  }

  private static String className(ZipEntry entry) {
    return VERSIONED.matcher(entry.getName()).replaceFirst("").replace(".class", "");
  }

  private static Set<String> named(byte[] type) {
    var named = new HashSet<String>();
    for (var constant : ClassFile.of().parse(type).constantPool()) {
      if (constant instanceof Utf8Entry text) {
        var matcher = NAME.matcher(text.stringValue());
        while (matcher.find()) {
          named.add(matcher.group().replace('.', '/'));
        }
      }
    }
    return named;
  }

  private void rewrite(Path jar) throws IOException {
    var kept = new TreeMap<String, byte[]>();
    try (var zip = new ZipFile(jar.toFile())) {
      for (var entry : zip.stream().toList()) {
        boolean wanted =
            entry.getName().endsWith(".class")
                ? reached.contains(className(entry))
                : entry.getName().contains("LICENSE");
        if (wanted) {
          try (var in = zip.getInputStream(entry)) {
            kept.put(entry.getName(), in.readAllBytes());
          }
        }
      }
    }
    try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
      put(
          out,
          "META-INF/MANIFEST.MF",
          "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      for (var entry : kept.entrySet()) {
        put(out, entry.getKey(), entry.getValue());
      }
    }
  }

  private static void put(ZipOutputStream out, String name, byte[] bytes) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(Jars.DATE);
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }
}
