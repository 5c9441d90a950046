package io.reeve.installer;

import io.reeve.core.local.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Builds what the system it runs on can build of Reeve's packages.
///
/// `./reeve package [--version V]`, after Maven has put jars and bill of materials into `target`.
public final class Packaging {
  /// The age of every file in a package; the same inputs shall make the same bytes.
  static final Instant DATE = Instant.parse("2026-01-01T00:00:00Z");

  private final Path installer;
  private final Path target;
  private final String version;

  private Packaging(Path installer, String version) {
    this.installer = installer;
    this.target = installer.resolve("target");
    this.version = version;
  }

  /// @param arguments the folder of this module, and perhaps `--version V` for another version than
  ///   the build's
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var version = Version.text();
    if (arguments.length == 3 && arguments[1].equals("--version")) {
      version = arguments[2];
    } else if (arguments.length != 1) {
      System.err.println("usage: ./reeve package [--version V]");
      System.exit(2);
    }
    try {
      new Packaging(Path.of(arguments[0]), packageVersion(version)).run();
    } catch (PackagingException e) {
      System.err.println("error: " + e.getMessage() + "\nhint: " + e.hint());
      System.exit(1);
    }
  }

  /// Before the release of that number: Debian and RPM both sort a tilde first.
  static String packageVersion(String version) {
    if (!version.matches("[0-9][0-9A-Za-z.+~-]*")) {
      throw new PackagingException(
          "'" + version + "' is no version of a package", "give one as 1.2.3");
    }
    return version.replace("-SNAPSHOT", "~snapshot").replace('-', '.');
  }

  private void run() throws IOException, InterruptedException {
    var scratch = Files.createTempDirectory("reeve-image");
    try {
      say("libraries");
      var jars = scratch.resolve("jars");
      new Jars(Jars.NativeNames.here()).copy(target.resolve("image-jars"), jars);
      Pruning.prune(jars);
      Lowering.lower(jars);
      Folders.date(jars, DATE);
      say("runtime and launchers");
      var image =
          Image.build(
              jars, target.resolve("image-jars"), scratch, version, target.resolve("image"));
      say("training");
      var training = new Training(image, Files.createDirectory(scratch.resolve("t")));
      training.run();
      if (isLinux()) {
        StartScript.replaceLaunchers(image);
      }
      training.prove();
      var packages = Files.createDirectories(target.resolve("packages"));
      var materials =
          Materials.complete(
              target.resolve("reeve.cdx.json"), packages.resolve("reeve-" + version + ".cdx.json"));
      var built = packages(image, materials, packages, scratch);
      built.add(materials);
      built.add(Sums.write(built, packages.resolve("SHA256SUMS")));
      for (var file : built) {
        say("%s (%.1f MB)".formatted(file, Files.size(file) / 1e6));
      }
    } finally {
      Folders.delete(scratch);
    }
  }

  private static boolean isLinux() {
    return System.getProperty("os.name").equals("Linux");
  }

  private List<Path> packages(Image image, Path materials, Path to, Path scratch)
      throws IOException, InterruptedException {
    var system = System.getProperty("os.name");
    if (system.startsWith("Windows")) {
      var files = installer.resolve("src/main/windows");
      return new ArrayList<>(List.of(Msi.build(image, version, files, to)));
    }
    if (system.startsWith("Mac")) {
      var files = installer.resolve("src/main/macos");
      return new ArrayList<>(List.of(Pkg.build(image, version, files, scratch, to)));
    }
    var tree =
        LinuxTree.build(
            image, installer.resolve("src/main/linux"), materials, scratch.resolve("tree"));
    say("installed size %.1f MB".formatted(Folders.size(tree.root()) / 1e6));
    var built = new ArrayList<Path>();
    if (needs("dpkg-deb", "a .deb", "dpkg").isPresent()) {
      built.add(Deb.build(tree, version, installer.resolve("src/main/linux/deb"), scratch, to));
    }
    if (needs("rpmbuild", "an .rpm", "rpm").isPresent()) {
      built.add(Rpm.build(tree, version, installer.resolve("src/main/linux/rpm"), scratch, to));
    }
    return built;
  }

  private static Optional<Path> needs(String tool, String what, String debian) {
    var found = Tool.find(tool);
    if (found.isEmpty()) {
      say("not building " + what + ": " + tool + " is not here (package '" + debian + "')");
    }
    return found;
  }

  private static void say(String line) {
    System.err.println("package: " + line);
  }
}
