package io.reeve.system;

/// An archive of packages on the machine itself, which has no other.
final class Shop {
  private static final String FOLDER = "/srv/shop";

  private Shop() {}

  static void open(BootedMachine machine) {
    machine.need("mkdir", "-p", FOLDER);
    machine.write(
        "/etc/apt/sources.list.d/shop.list", "deb [trusted=yes] file:" + FOLDER + " ./\n");
  }

  /// Puts a package into it that holds one file, and has apt know of it.
  static void offer(BootedMachine machine, String name, String version) {
    var _ = offer(machine, name, version, "");
  }

  /// As the other.
  ///
  /// @param script what is run when it is configured
  /// @return the package
  static String offer(BootedMachine machine, String name, String version, String script) {
    var tree = FOLDER + "/tree";
    machine.need("rm", "-rf", tree);
    machine.need("mkdir", "-p", tree + "/DEBIAN", tree + "/usr/share/" + name);
    machine.write(tree + "/usr/share/" + name + "/version", version + "\n");
    machine.write(
        tree + "/DEBIAN/control",
        """
        Package: %s
        Version: %s
        Architecture: all
        Maintainer: Nobody <nobody@example.org>
        Description: a sample
        """
            .formatted(name, version));
    var file = tree + "/DEBIAN/postinst";
    machine.write(file, "#!/bin/sh\nset -e\n" + script);
    machine.need("chmod", "755", file);
    var deb = FOLDER + "/" + name + "_" + version + ".deb";
    machine.need("dpkg-deb", "--build", tree, deb);
    machine.need("rm", "-rf", tree);
    machine.write(FOLDER + "/Packages", machine.need("apt-ftparchive", "packages", FOLDER));
    machine.need(
        "sed", "--in-place", "s|^Filename: " + FOLDER + "|Filename: .|", FOLDER + "/Packages");
    machine.need("apt-get", "update");
    return deb;
  }
}
