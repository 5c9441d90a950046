package io.reeve.installer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/// A package for Debian and its relatives.
final class Deb {
  private static final List<String> SCRIPTS = List.of("preinst", "postinst", "prerm", "postrm");

  private Deb() {}

  /// @param templates control file and maintainer scripts
  /// @return the package
  static Path build(LinuxTree tree, String version, Path templates, Path scratch, Path to)
      throws IOException, InterruptedException {
    var staged = scratch.resolve("deb");
    Folders.copy(tree.root(), staged);
    var control = Files.createDirectories(staged.resolve("DEBIAN"));
    var architecture = architecture();
    var values =
        Map.of(
            "@VERSION@", version,
            "@ARCHITECTURE@", architecture,
            "@SIZE@", String.valueOf(Folders.size(tree.root()) / 1024));
    Files.writeString(control.resolve("control"), filled(templates.resolve("control"), values));
    Files.writeString(control.resolve("conffiles"), "/etc/xdg/autostart/reeve-tray.desktop\n");
    for (var script : SCRIPTS) {
      var file =
          Files.writeString(control.resolve(script), filled(templates.resolve(script), values));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Folders.date(staged, Packaging.DATE);
    var deb = to.resolve("reeve_" + version + "_" + architecture + ".deb");
    Tool.run(
        Map.of("SOURCE_DATE_EPOCH", String.valueOf(Packaging.DATE.getEpochSecond())),
        List.of(
            "dpkg-deb",
            "--root-owner-group",
            "-Zxz",
            "--build",
            staged.toString(),
            deb.toString()));
    return deb;
  }

  static String filled(Path template, Map<String, String> values) throws IOException {
    var text = Files.readString(template);
    for (var value : values.entrySet()) {
      text = text.replace(value.getKey(), value.getValue());
    }
    return text;
  }

  private static String architecture() {
    return switch (System.getProperty("os.arch")) {
      case "aarch64" -> "arm64";
      case String other -> other;
    };
  }
}
