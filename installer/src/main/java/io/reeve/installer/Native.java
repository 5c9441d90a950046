package io.reeve.installer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An .msi or a .pkg, by jpackage, from the application image. Neither has been built yet: jpackage
/// makes them on their own systems only, and none was at hand.
final class Native {
  private Native() {}

  /// @param system the name of the system this runs on
  /// @param files the folder with a folder of resources for each system
  /// @return the package
  static Path build(String system, Image image, String version, Path files, Path to)
      throws IOException, InterruptedException {
    Tool.run(line(system, image, version, files, to).toArray(String[]::new));
    var end = system.startsWith("Windows") ? ".msi" : ".pkg";
    try (var built = Files.list(to)) {
      return built
          .filter(file -> file.toString().endsWith(end))
          .findFirst()
          .orElseThrow(() -> new PackagingException("jpackage made no " + end, "see its output"));
    }
  }

  /// The call of jpackage. The upgrade code never changes: by it Windows knows the package.
  static List<String> line(String system, Image image, String version, Path files, Path to) {
    boolean windows = system.startsWith("Windows");
    var line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "jpackage").toString(),
                "--type",
                windows ? "msi" : "pkg",
                "--app-image",
                image.root().toString(),
                "--name",
                "Reeve",
                "--app-version",
                version.replaceFirst("[^0-9.].*", ""),
                "--vendor",
                "Reeve",
                "--resource-dir",
                files.resolve(windows ? "windows" : "macos").toString(),
                "--dest",
                to.toString()));
    if (windows) {
      line.addAll(
          List.of(
              "--install-dir",
              "Reeve",
              "--win-upgrade-uuid",
              "5b7a3c1e-0e0c-4f7b-9a52-6d1f2c7f8e41"));
    } else {
      line.addAll(
          List.of(
              "--install-location",
              "/Library/Reeve",
              "--mac-package-identifier",
              "io.reeve.agent"));
    }
    return line;
  }
}
