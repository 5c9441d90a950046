package io.reeve.platform.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The folders of systemd's unit files, the first before the last.
///
/// @param control goes before the administrator's own files, so that a unit whose file is one of
///   those can be masked without touching it
/// @param config the administrator's
/// @param runtimeControl like `control`, until the next start
/// @param runtime until the next start
/// @param vendor those of packages
record UnitFolders(
    Path control, Path config, Path runtimeControl, Path runtime, List<Path> vendor) {
  static final UnitFolders SYSTEM =
      new UnitFolders(
          Path.of("/etc/systemd/system.control"),
          Path.of("/etc/systemd/system"),
          Path.of("/run/systemd/system.control"),
          Path.of("/run/systemd/system"),
          List.of(
              Path.of("/usr/local/lib/systemd/system"),
              Path.of("/usr/lib/systemd/system"),
              Path.of("/lib/systemd/system")));

  static final Path MASK = Path.of("/dev/null");
  private static final int MOST_ALIASES = 8;
  private static final int MAX_FILE = 1 << 20;
  private static final Pattern ALSO = Pattern.compile("(?m)^\\s*Also\\s*=(.*)$");
  private static final Pattern TRIGGER = Pattern.compile(".*\\.(socket|timer|path)");
  private static final Pattern STARTS = Pattern.compile("(?m)^\\s*(?:Service|Unit)\\s*=(.*)$");

  UnitFolders {
    vendor = List.copyOf(vendor);
  }

  /// Where links are made and removed.
  List<Path> writable() {
    return List.of(control, config, runtimeControl, runtime);
  }

  private Stream<Path> all() {
    return Stream.concat(Stream.of(control, runtimeControl, config, runtime), vendor.stream());
  }

  /// The name behind an alias: `ssh.service` for `sshd.service`. A mask for the alias alone would
  /// leave the service as it is.
  String canonical(String unit) throws IOException {
    var name = unit;
    for (int i = 0; i < MOST_ALIASES; i++) {
      var next = alias(name);
      if (next.isEmpty()) {
        return name;
      }
      name = next.get();
    }
    throw new IOException(unit + " is an alias that leads in circles");
  }

  private Optional<String> alias(String name) throws IOException {
    var found = all().map(f -> f.resolve(name)).filter(UnitFolders::isThere).findFirst();
    if (found.isEmpty() || !Files.isSymbolicLink(found.get())) {
      return Optional.empty();
    }
    var target = Files.readSymbolicLink(found.get());
    var leaf = String.valueOf(target.getFileName());
    boolean other = !target.equals(MASK) && !leaf.equals(name) && !leaf.contains("@.");
    return other ? Optional.of(leaf) : Optional.empty();
  }

  private static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /// Whether the administrator has a file of that name there, which no link can replace.
  boolean hasOwnFile(String unit) {
    return Files.isRegularFile(config.resolve(unit), LinkOption.NOFOLLOW_LINKS);
  }

  /// These units and those that are enabled and disabled along with them (`Also=`).
  Set<String> together(List<String> units) throws IOException {
    var together = new LinkedHashSet<String>();
    var next = new ArrayList<>(units);
    while (!next.isEmpty()) {
      var unit = next.removeFirst();
      if (together.add(unit)) {
        var also = ALSO.matcher(text(unit)).results().map(match -> match.group(1)).toList();
        also.forEach(names ->
            next.addAll(
                Pattern.compile("\\s+")
                    .splitAsStream(names.strip())
                    .filter(name -> !name.isEmpty())
                    .toList()));
      }
    }
    return together;
  }

  /// The sockets, timers and paths that are masked and would start this unit if they were not.
  List<String> maskedTriggers(String unit) throws IOException {
    var triggers = new ArrayList<String>();
    for (var folder : List.of(control, config)) {
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (var entries = Files.list(folder)) {
        for (var entry : entries.toList()) {
          var name = String.valueOf(entry.getFileName());
          if (Files.isSymbolicLink(entry)
              && Files.readSymbolicLink(entry).equals(MASK)
              && triggers(name, unit)) {
            triggers.add(name);
          }
        }
      }
    }
    return triggers;
  }

  private boolean triggers(String trigger, String unit) throws IOException {
    if (!TRIGGER.matcher(trigger).matches()) {
      return false;
    }
    var starts = STARTS.matcher(text(trigger));
    var stem = trigger.substring(0, trigger.lastIndexOf('.'));
    return starts.find() ? starts.group(1).strip().equals(unit) : unit.equals(stem + ".service");
  }

  /// The unit's file, also while it is masked.
  private String text(String unit) throws IOException {
    int at = unit.indexOf('@');
    var template = at < 0 ? unit : unit.substring(0, at + 1) + unit.substring(unit.indexOf('.'));
    for (var folder : all().toList()) {
      for (var name : List.of(unit, template)) {
        var file = folder.resolve(name);
        if (Files.isRegularFile(file) && Files.size(file) <= MAX_FILE) {
          return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
        }
      }
    }
    return "";
  }
}
