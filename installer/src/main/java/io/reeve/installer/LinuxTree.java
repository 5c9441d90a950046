package io.reeve.installer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// All files that a Linux package installs, where it installs them.
///
/// The program lies in a folder with its version in its name, and a link says which version is in
/// use: an upgrade puts the new one beside the old one, whose daemon runs on untouched, and a new
/// one that does not start is taken back by turning the link.
///
/// @param root the folder that stands for `/`
record LinuxTree(Path root) {
  static final String HOME = "usr/lib/reeve";

  /// @param files the templates of this module
  /// @param materials the bill of materials
  static LinuxTree build(Image image, String version, Path files, Path materials, Path root)
      throws IOException, InterruptedException {
    var tree = new LinuxTree(root);
    Folders.copy(image.root(), root.resolve(HOME).resolve(version));
    tree.link(HOME + "/current", version);
    for (var launcher : java.util.List.of(Launcher.REEVE, Launcher.TRAY)) {
      tree.link("usr/bin/" + launcher.program(), "../lib/reeve/current/bin/" + launcher.program());
    }
    tree.text(
        "usr/lib/systemd/system/reeve.service", Files.readString(files.resolve("reeve.service")));
    tree.text(
        "etc/xdg/autostart/reeve-tray.desktop",
        Files.readString(files.resolve("reeve-tray.desktop")));
    tree.zipped("usr/share/man/man8/reeve.8.gz", Files.readString(files.resolve("reeve.8")));
    tree.text(
        "usr/share/bash-completion/completions/reeve",
        Tool.run(image.program(Launcher.REEVE).toString(), "completion"));
    tree.text("usr/share/doc/reeve/reeve.cdx.json", Files.readString(materials));
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
