package io.reeve.installer.bench;

import io.reeve.installer.PackagingException;
import io.reeve.installer.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/// A small Debian with the programs Reeve is compared with, made once and kept below the build
/// folder. Nothing is installed on this machine.
final class PeerRoot {
  /// Debian 12 has FusionInventory's agent, which GLPI's own agent continues, and not that one.
  private static final String PACKAGES =
      "ca-certificates,iproute2,procps,dmidecode,"
          + "facter,fusioninventory-agent,lshw,"
          + "cfengine3,puppet-agent,puppet-module-puppetlabs-host-core,ansible-core,python3";

  private static final List<String> LINE =
      List.of(
          "mmdebstrap",
          "--quiet",
          "--mode=root",
          "--variant=minbase",
          "--include=" + PACKAGES,
          "--aptopt=Apt::Install-Recommends \"false\"",
          "--dpkgopt=path-exclude=/usr/share/doc/*",
          "--dpkgopt=path-exclude=/usr/share/man/*",
          "--dpkgopt=path-exclude=/usr/share/locale/*",
          "bookworm");

  private PeerRoot() {}

  /// The folder, made now when there is none of this recipe.
  ///
  /// @throws BenchException when it cannot be made on this machine
  static Path get(Path target) throws IOException, InterruptedException {
    needs("mmdebstrap", "mmdebstrap");
    needs("systemd-nspawn", "systemd-container");
    if (!"root".equals(System.getProperty("user.name"))) {
      throw BenchException.impossible(
          "a disposable system can be made by root only", "run it as root");
    }
    var folder = target.resolve("bench").resolve("peers-" + recipe());
    if (!Files.isDirectory(folder)) {
      var half = folder.resolveSibling("peers.half");
      remove(half);
      System.err.println("bench: making a Debian with the peers in " + folder + " (once) ...");
      make(half);
      Files.move(half, folder);
    }
    return folder;
  }

  private static void needs(String tool, String debian) {
    if (Tool.find(tool).isEmpty()) {
      throw BenchException.impossible(
          tool + " is not here", "install it (package '" + debian + "')");
    }
  }

  private static void make(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder.getParent());
    var line = new ArrayList<>(LINE);
    line.add(folder.toString());
    try {
      Tool.run(line.toArray(String[]::new));
    } catch (PackagingException failed) {
      remove(folder);
      throw BenchException.impossible(
          "mmdebstrap cannot make a Debian 12: "
              + String.valueOf(failed.getMessage()).lines().reduce("", (_, last) -> last),
          "is Debian's archive within reach?");
    }
  }

  private static void remove(Path folder) throws IOException, InterruptedException {
    Tool.run("rm", "-rf", "--one-file-system", folder.toString());
  }

  private static String recipe() {
    var sum = new CRC32();
    sum.update(String.join("\n", LINE).getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(sum.getValue());
  }
}
