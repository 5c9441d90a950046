package io.reeve.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The package that was built, and others made of it: the same files under another version.
///
/// @param folder where the packages are
record Debs(Path folder) {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /// What a machine sees of the folder.
  static final String THERE = "/mnt";

  static final String OLDER = "0.0.1";
  static final String FIRST = "5.0.0";
  static final String BROKEN = "5.1.0";
  static final String NEXT = "5.2.0";
  static final String LAST = "5.3.0";

  /// The newest package in `target/packages`; empty when `./reeve package` has built none.
  static Optional<Path> built() throws IOException {
    var packages = Path.of("target/packages");
    if (!Files.isDirectory(packages)) {
      return Optional.empty();
    }
    try (var files = Files.list(packages)) {
      return files.filter(file -> file.toString().endsWith(".deb")).max(Path::compareTo);
    }
  }

  /// Makes all of them.
  static Debs make(Path built, Path folder) throws IOException {
    var debs = new Debs(folder);
    var tree = folder.resolve("tree");
    Programs.run(List.of("dpkg-deb", "--raw-extract", built.toString(), tree.toString()), PATIENCE)
        .need();
    var version = version(tree);
    for (var next : List.of(OLDER, FIRST, NEXT, LAST, BROKEN)) {
      debs.rename(tree, version, next);
      if (next.equals(BROKEN)) {
        Files.writeString(
            tree.resolve("usr/lib/reeve/" + next + "/bin/reeved"), "#!/bin/sh\nexit 7\n");
      }
      debs.build(tree, next);
      version = next;
    }
    ImageCache.remove(tree);
    return debs;
  }

  private static String version(Path tree) throws IOException {
    return Files.readAllLines(tree.resolve("DEBIAN/control")).stream()
        .filter(line -> line.startsWith("Version: "))
        .map(line -> line.substring(9))
        .findFirst()
        .orElseThrow();
  }

  private void rename(Path tree, String from, String to) throws IOException {
    var home = tree.resolve("usr/lib/reeve");
    Files.move(home.resolve(from), home.resolve(to));
    Files.delete(home.resolve("current"));
    Files.createSymbolicLink(home.resolve("current"), Path.of(to));
    try (var scripts = Files.list(tree.resolve("DEBIAN"))) {
      for (var script : scripts.toList()) {
        Files.writeString(script, Files.readString(script).replace(from, to));
      }
    }
  }

  private void build(Path tree, String version) {
    Programs.run(
            List.of(
                "dpkg-deb",
                "--root-owner-group",
                "-Znone",
                "--build",
                tree.toString(),
                folder.resolve(version + ".deb").toString()),
            PATIENCE)
        .need();
  }

  /// The line that installs one of them on a machine.
  static List<String> installing(String version) {
    return List.of(
        "dpkg", "--install", "--force-confold", "--force-depends", THERE + "/" + version + ".deb");
  }
}
