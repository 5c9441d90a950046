package io.reeve.installer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/// A package for macOS, by pkgbuild(1). None has been built yet: Apple's tool is on macOS only, and
/// no Mac was at hand.
final class Pkg {
  private static final String APP = "Library/Reeve/Reeve.app";

  private Pkg() {}

  /// @param files the folder with what is in the package beside the image
  /// @return the package
  static Path build(Image image, String version, Path files, Path scratch, Path to)
      throws IOException, InterruptedException {
    var tree = tree(image, files, scratch.resolve("tree"));
    var scripts = scripts(version, files, scratch.resolve("scripts"));
    Folders.date(tree, Packaging.DATE);
    Folders.date(scripts, Packaging.DATE);
    var pkg = to.resolve("reeve-" + version + ".pkg");
    Tool.run(line(tree, scripts, version, files, pkg).toArray(String[]::new));
    return pkg;
  }

  /// What comes to the Mac, below a folder that stands for its root.
  static Path tree(Image image, Path files, Path tree) throws IOException {
    Folders.copy(image.root(), tree.resolve(APP));
    put(files.resolve("uninstall"), tree.resolve("Library/Reeve/uninstall"), "rwxr-xr-x");
    put(
        files.resolve("io.reeve.agent.plist"),
        tree.resolve("Library/LaunchDaemons/io.reeve.agent.plist"),
        "rw-r--r--");
    put(
        files.resolve("io.reeve.tray.plist"),
        tree.resolve("Library/LaunchAgents/io.reeve.tray.plist"),
        "rw-r--r--");
    var command = Files.createDirectories(tree.resolve("usr/local/bin")).resolve("reeve");
    Files.createSymbolicLink(command, Path.of("/", APP, "Contents/MacOS/reeve"));
    return tree;
  }

  static Path scripts(String version, Path files, Path scripts) throws IOException {
    Files.createDirectories(scripts);
    for (var name : List.of("preinstall", "postinstall")) {
      var text =
          Deb.filled(
              files.resolve("scripts").resolve(name), Map.of("@VERSION@", Msi.numbers(version)));
      Files.setPosixFilePermissions(
          Files.writeString(scripts.resolve(name), text),
          PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return scripts;
  }

  private static void put(Path from, Path to, String mode) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to);
    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString(mode));
  }

  static List<String> line(Path tree, Path scripts, String version, Path files, Path pkg) {
    return List.of(
        "/usr/bin/pkgbuild",
        "--root",
        tree.toString(),
        "--component-plist",
        files.resolve("components.plist").toString(),
        "--scripts",
        scripts.toString(),
        "--identifier",
        "io.reeve.agent",
        "--version",
        Msi.numbers(version),
        "--install-location",
        "/",
        "--ownership",
        "recommended",
        pkg.toString());
  }
}
