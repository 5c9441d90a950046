package io.reeve.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/// RPM packages of the same files and scripts as the one that was built.
///
/// @param folder where the packages are
record Rpms(Path folder) {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  static final String OLDER = "0.9";
  static final String FIRST = "5.0";
  static final String BROKEN = "5.1";
  static final String NEXT = "5.2";

  /// @param deb the package that was built
  static Rpms make(Path deb, Path folder) throws IOException {
    var rpms = new Rpms(folder);
    var tree = folder.resolve("tree");
    Programs.run(List.of("dpkg-deb", "--extract", deb.toString(), tree.toString()), PATIENCE)
        .need();
    rpms.build(tree, FIRST);
    rpms.build(tree, NEXT);
    var program = tree.resolve("usr/lib/reeve/package");
    Programs.run(List.of("rm", "-r", program + "/lib"), PATIENCE).need();
    var daemon = Files.writeString(program.resolve("bin/reeved"), "#!/bin/sh\nexit 7\n");
    Files.setPosixFilePermissions(daemon, PosixFilePermissions.fromString("rwxr-xr-x"));
    rpms.build(tree, OLDER);
    rpms.build(tree, BROKEN);
    ImageCache.remove(tree);
    return rpms;
  }

  private void build(Path tree, String version) throws IOException {
    var spec = folder.resolve("reeve-" + version + ".spec");
    Files.writeString(
        spec,
        Files.readString(Path.of("src/main/linux/rpm/reeve.spec"))
            .replace("@VERSION@", version)
            .replace("@TREE@", tree.toString()));
    Programs.run(
            List.of(
                "rpmbuild",
                "-bb",
                "--quiet",
                "--define",
                "_topdir " + folder.resolve("work"),
                "--define",
                "_rpmdir " + folder,
                "--define",
                "_rpmfilename %{version}.rpm",
                "--define",
                "_binary_payload w0.gzdio",
                spec.toString()),
            PATIENCE)
        .need();
  }

  /// Where a machine sees one of them.
  static String file(String version) {
    return Debs.THERE + "/" + version + ".rpm";
  }
}
