package io.reeve.system;

import io.reeve.core.local.Version;
import io.reeve.store.NewerStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// The package that was built, and others made of it: the same files under another version, and
/// versions that do not run.
///
/// @param folder where the packages are
record Debs(Path folder) {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String PROGRAM = "usr/lib/reeve/package";

  /// What a machine sees of the folder.
  static final String THERE = "/mnt";

  static final String OLDER = "0.0.1";
  static final String FIRST = "5.0.0";

  /// Ends at once.
  static final String BROKEN = "5.1.0";

  static final String BROKEN_TOO = "5.1.1";

  /// Changes the store and ends then.
  static final String MIGRATING = "5.2.0";

  /// Serves and ends a moment later.
  static final String DYING = "5.3.0";

  static final String NEXT = "5.4.0";
  static final String LAST = "5.5.0";

  /// This build's package. Where none is built the test is skipped, but not in continuous
  /// integration, which has built one.
  static Path built() throws IOException {
    var version = Version.text().replace("-SNAPSHOT", "~snapshot").replace('-', '.');
    var folder = Path.of("target/packages");
    if (Files.isDirectory(folder)) {
      try (var files = Files.newDirectoryStream(folder, "reeve_" + version + "_*.deb")) {
        for (var file : files) {
          return file;
        }
      }
    }
    var problem = "no package of " + version + " is in " + folder + ": run ./reeve package first";
    if (System.getenv("CI") != null) {
      throw new AssertionError(problem);
    }
    Assumptions.abort(problem);
    throw new IllegalStateException(problem);
  }

  /// Makes all of them.
  ///
  /// @param reeve what the machine has of this build besides
  static Debs make(Path built, ReeveFiles reeve, Path folder) throws IOException {
    var debs = new Debs(folder);
    var tree = debs.tree();
    Programs.run(List.of("dpkg-deb", "--raw-extract", built.toString(), tree.toString()), PATIENCE)
        .need();
    var version = version(tree);
    for (var next : List.of(FIRST, NEXT, LAST)) {
      debs.build(version, next);
      version = next;
    }
    Programs.run(List.of("rm", "-r", tree.resolve(PROGRAM) + "/lib"), PATIENCE).need();
    debs.daemon("exit 7");
    for (var next : List.of(OLDER, BROKEN, BROKEN_TOO)) {
      debs.build(version, next);
      version = next;
    }
    var newer = reeve.line(NewerStore.class.getName(), Installation.STATE + "/reeve.db");
    debs.daemon(String.join(" ", newer) + "\nexit 7");
    debs.build(version, MIGRATING);
    debs.daemon("systemd-notify --ready\nsleep 1\nexit 7");
    debs.build(MIGRATING, DYING);
    ImageCache.remove(tree);
    return debs;
  }

  private Path tree() {
    return folder.resolve("tree");
  }

  private void daemon(String script) throws IOException {
    var file = tree().resolve(PROGRAM).resolve("bin/reeved");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String version(Path tree) throws IOException {
    return Files.readAllLines(tree.resolve("DEBIAN/control")).stream()
        .filter(line -> line.startsWith("Version: "))
        .map(line -> line.substring(9))
        .findFirst()
        .orElseThrow();
  }

  private void build(String from, String to) throws IOException {
    try (var scripts = Files.list(tree().resolve("DEBIAN"))) {
      for (var script : scripts.toList()) {
        Files.writeString(script, Files.readString(script).replace(from, to));
      }
    }
    Programs.run(
            List.of(
                "dpkg-deb",
                "--root-owner-group",
                "-Znone",
                "--build",
                tree().toString(),
                folder.resolve(to + ".deb").toString()),
            PATIENCE)
        .need();
  }

  /// Where a machine sees one of them.
  static String file(String version) {
    return THERE + "/" + version + ".deb";
  }
}
