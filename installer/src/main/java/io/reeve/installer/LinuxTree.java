package io.reeve.installer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// All files that a Linux package installs, where it installs them.
///
/// What the package manager owns is not what runs: `setup`, which the package's scripts call, makes
/// of it a folder of links with the version's name, and a link `current` says which version is in
/// use. So an upgrade touches nothing of the old one while its daemon runs, and a new one that does
/// not hold is taken back by turning the link.
///
/// @param root the folder that stands for `/`
record LinuxTree(Path root) {
  private static final String HOME = "usr/lib/reeve";
  private static final String UNITS = "usr/lib/systemd/system/";

  /// @param files the templates of this module
  /// @param materials the bill of materials
  static LinuxTree build(Image image, Path files, Path materials, Path root)
      throws IOException, InterruptedException {
    var tree = new LinuxTree(root);
    Folders.copy(image.root(), root.resolve(HOME).resolve("package"));
    tree.link("usr/bin/reeve", "../lib/reeve/current/bin/reeve");
    tree.program("usr/bin/reeve-tray", files.resolve("reeve-tray"));
    tree.program(HOME + "/setup", files.resolve("setup"));
    for (var unit : List.of("reeve.service", "reeve-upgrade.service")) {
      tree.text(UNITS + unit, Files.readString(files.resolve(unit)));
    }
    tree.link(UNITS + "multi-user.target.wants/reeve-upgrade.service", "../reeve-upgrade.service");
    tree.text(
        "etc/xdg/autostart/reeve-tray.desktop",
        Files.readString(files.resolve("reeve-tray.desktop")));
    tree.zipped("usr/share/man/man8/reeve.8.gz", Files.readString(files.resolve("reeve.8")));
    tree.text(
        "usr/share/bash-completion/completions/reeve",
        Tool.run(image.program(Launcher.REEVE).toString(), "completion"));
    tree.text("usr/share/doc/reeve/reeve.cdx.json", Files.readString(materials));
    tree.text("usr/share/doc/reeve/copyright", Materials.licences(materials));
    Files.createDirectories(root.resolve("etc/reeve"));
    tree.modes();
    Folders.date(root, Packaging.DATE);
    return tree;
  }

  private void link(String name, String to) throws IOException {
    var link = root.resolve(name);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of(to));
  }

  private void text(String name, String text) throws IOException {
    var file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void program(String name, Path from) throws IOException {
    text(name, Files.readString(from));
    Files.setPosixFilePermissions(root.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void zipped(String name, String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    var file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes.toByteArray());
  }

  /// Whatever the umask of the builder is.
  private void modes() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (var file : files.filter(each -> !Files.isSymbolicLink(each)).toList()) {
        boolean runs =
            Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) || Files.isExecutable(file);
        Files.setPosixFilePermissions(
            file, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
  }
}
