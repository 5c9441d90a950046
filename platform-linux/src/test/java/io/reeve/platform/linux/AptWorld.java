package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.programs.ProcessCommands;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// A scratch root with the real apt and dpkg, and a repository of small packages made here.
///
/// @param root where packages are installed
/// @param repository where they come from
record AptWorld(Path root, Path repository) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  static AptWorld below(Path folder) throws IOException {
    Tools.need("/usr/bin/apt-get", "apt");
    Tools.need("/usr/bin/dpkg-scanpackages", "dpkg-dev");
    Tools.needRoot();
    var world =
        new AptWorld(
            Files.createDirectories(folder.resolve("root")),
            Files.createDirectories(folder.resolve("repository")));
    for (var each :
        List.of(
            "var/lib/dpkg/info",
            "var/lib/dpkg/updates",
            "var/lib/apt/lists/partial",
            "var/cache/apt/archives/partial",
            "var/log/apt",
            "etc/apt/apt.conf.d",
            "etc/apt/preferences.d",
            "etc/apt/trusted.gpg.d",
            "usr/share/apt")) {
      Files.createDirectories(world.root.resolve(each));
    }
    Files.createFile(world.root.resolve("var/lib/dpkg/status"));
    Scratch.file(
        world.root,
        "/etc/apt/sources.list",
        "deb [trusted=yes] file:" + world.repository + " ./\n");
    return world;
  }

  Host host(Clock clock) {
    return new Host(root, ProcessCommands.unix(), new Xattrs(), clock);
  }

  AptPackages apt(Host host) {
    return new AptPackages(new Apt(host, aptOptions(), dpkgOptions()));
  }

  private List<String> aptOptions() {
    return List.of(
        "-o",
        "Dir=" + root,
        "-o",
        "Dir::State::status=" + root + "/var/lib/dpkg/status",
        "-o",
        "Dir::Bin::methods=/usr/lib/apt/methods",
        "-o",
        "APT::Sandbox::User=root",
        "-o",
        "Dpkg::Options::=--root=" + root);
  }

  private List<String> dpkgOptions() {
    return List.of("--root=" + root);
  }

  /// Makes a package and gives it to the repository.
  void publish(String name, String version, String more) throws IOException {
    Files.move(build(name, version, more), repository.resolve(name + "_" + version + "_all.deb"));
  }

  void withdraw(String name, String version) throws IOException {
    Files.delete(repository.resolve(name + "_" + version + "_all.deb"));
  }

  /// Makes a package in the root's folder.
  Path build(String name, String version, String more) throws IOException {
    var tree = root.resolveSibling("build").resolve(name + version);
    Scratch.file(
        tree,
        "/DEBIAN/control",
        """
        Package: %s
        Version: %s
        Architecture: all
        Maintainer: nobody <nobody@localhost>
        Description: a test
        %s
        """
                .formatted(name, version, more)
                .stripTrailing()
            + "\n");
    Scratch.file(tree, "/usr/share/" + name + "/version", version);
    var file = root.resolve(name + ".deb");
    run(List.of("/usr/bin/dpkg-deb", "--root-owner-group", "-b", tree.toString(), file.toString()));
    return file;
  }

  /// Tells apt what the repository has now.
  void index() throws IOException {
    var packages = run(List.of("/usr/bin/dpkg-scanpackages", "-m", repository.toString())).out();
    Files.writeString(repository.resolve("Packages"), packages.replace(repository.toString(), "."));
    apt("update");
  }

  void install(String name) throws IOException {
    apt("-y", "install", name);
  }

  void remove(String name) throws IOException {
    apt("-y", "remove", name);
  }

  /// Says that somebody has asked for it (`manual`), or something that needs it (`auto`).
  void mark(String how, String name) throws IOException {
    var command = new ArrayList<>(List.of("/usr/bin/apt-mark"));
    command.addAll(aptOptions());
    command.addAll(List.of(how, name));
    run(command);
  }

  private void apt(String... more) throws IOException {
    var command = new ArrayList<>(List.of("/usr/bin/apt-get"));
    command.addAll(aptOptions());
    command.addAll(List.of(more));
    run(command);
  }

  /// What is installed: name and version.
  List<String> installed() throws IOException {
    var command = new ArrayList<>(List.of("/usr/bin/dpkg-query"));
    command.addAll(dpkgOptions());
    command.addAll(List.of("-W", "-f=${db:Status-Abbrev} ${Package} ${Version}\\n"));
    return ProcessCommands.unix()
        .run(command, PATIENCE)
        .out()
        .lines()
        .filter(line -> line.startsWith("ii"))
        .map(line -> line.substring(4))
        .toList();
  }

  private static Commands.Result run(List<String> command) throws IOException {
    var ran = ProcessCommands.unix().run(command, PATIENCE);
    assertThat(ran.exit()).as("%s: %s %s", command, ran.out(), ran.err()).isZero();
    return ran;
  }

  static String sha256(Path file) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
