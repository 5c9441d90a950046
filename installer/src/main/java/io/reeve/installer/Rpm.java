package io.reeve.installer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A package for the RHEL family, Fedora and SUSE. It carries the same tree and the same script as
/// the [Deb]; no such system was at hand, so rpm itself runs it in a test, on a Debian.
final class Rpm {
  private Rpm() {}

  /// @param templates the spec file
  /// @return the package
  static Path build(LinuxTree tree, String version, Path templates, Path scratch, Path to)
      throws IOException, InterruptedException {
    var top = Files.createDirectories(scratch.resolve("rpm"));
    var spec =
        Files.writeString(
            top.resolve("reeve.spec"),
            Deb.filled(
                templates.resolve("reeve.spec"),
                Map.of("@VERSION@", version, "@TREE@", tree.root().toString())));
    var line = new ArrayList<>(List.of("rpmbuild", "-bb", "--quiet"));
    Map.of(
            "_topdir", top.toString(),
            "_rpmdir", to.toString(),
            "_rpmfilename", "%{name}-%{version}-%{release}.%{arch}.rpm",
            "_buildhost", "reeve",
            "use_source_date_epoch_as_buildtime", "1",
            "clamp_mtime_to_source_date_epoch", "1",
            "_binary_payload", "w9.zstdio")
        .forEach((name, value) -> line.addAll(List.of("--define", name + " " + value)));
    line.add(spec.toString());
    Tool.run(Map.of("SOURCE_DATE_EPOCH", String.valueOf(Packaging.DATE.getEpochSecond())), line);
    var name = "reeve-" + version + "-1." + architecture() + ".rpm";
    return to.resolve(name);
  }

  private static String architecture() {
    return System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
  }
}
