package io.reeve.platform.linux;

import io.reeve.core.apps.AppManifest;
import io.reeve.core.apps.AppManifest.VersionRule;
import io.reeve.core.apps.PackageTool;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Commands.Result;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Packages of Debian by apt, which keeps the packages it has installed; dpkg is asked what there
/// is. Nothing else is ever removed to make room, nothing is asked, and a configuration file that
/// somebody changed stays.
///
/// @param apt options for every apt-get, for a machine below another root
/// @param dpkg options for dpkg, likewise
record AptPackages(Host host, List<String> apt, List<String> dpkg) implements PackageTool {
  private static final String APT = "/usr/bin/apt-get";
  private static final String DPKG = "/usr/bin/dpkg";
  private static final String DPKG_QUERY = "/usr/bin/dpkg-query";
  private static final String DPKG_DEB = "/usr/bin/dpkg-deb";
  private static final Duration QUICK = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofMinutes(60);

  private static final List<String> QUIET =
      List.of(
          "/usr/bin/env",
          "DEBIAN_FRONTEND=noninteractive",
          "NEEDRESTART_MODE=a",
          "APT_LISTCHANGES_FRONTEND=none",
          "UCF_FORCE_CONFFOLD=1");

  private static final List<String> CAREFUL =
      List.of(
          "-y",
          "-q",
          "-o",
          "DPkg::Lock::Timeout=300",
          "-o",
          "Dpkg::Options::=--force-confdef",
          "-o",
          "Dpkg::Options::=--force-confold");

  private static final Pattern INSTALL = Pattern.compile("Inst (\\S+)(?: \\[(\\S+)])? \\((\\S+).*");
  private static final Pattern REMOVE = Pattern.compile("(?:Remv|Purg) (\\S+).*");
  private static final int MAX_REASON = 600;

  AptPackages(Host host) {
    this(host, List.of(), List.of());
  }

  AptPackages {
    apt = List.copyOf(apt);
    dpkg = List.copyOf(dpkg);
  }

  private Commands commands() {
    return host.commands();
  }

  @Override
  public String type() {
    return "deb";
  }

  @Override
  public Optional<String> installed(String name) throws IOException {
    var asked = new ArrayList<>(List.of(DPKG_QUERY));
    asked.addAll(dpkg);
    asked.addAll(List.of("-W", "-f=${db:Status-Abbrev}|${Version}\\n", name));
    return parse(commands().run(asked, QUICK).out());
  }

  /// Lines such as `ii |1.0-2`; `i` comes first for what is to be installed, the second letter says
  /// what is.
  static Optional<String> parse(String listed) {
    return listed
        .lines()
        .map(line -> line.split("\\|", 2))
        .filter(fields -> fields.length == 2 && fields[0].startsWith("i", 1))
        .map(fields -> fields[1])
        .findFirst();
  }

  @Override
  public boolean suits(AppManifest manifest, String version) throws IOException {
    return switch (manifest.version()) {
      case VersionRule.Any _ -> true;
      case VersionRule.Exactly(var wanted) -> compares(version, "eq", wanted);
      case VersionRule.AtLeast(var least) -> compares(version, "ge", least);
    };
  }

  private boolean compares(String one, String how, String other) throws IOException {
    return commands().run(List.of(DPKG, "--compare-versions", one, how, other), QUICK).ok();
  }

  @Override
  public Preview preview(AppManifest manifest) throws IOException {
    finishWhatWasInterrupted();
    var what = what(manifest);
    var said = simulate(manifest, what);
    if (!said.ok() && said.err().contains("Unable to locate package")) {
      run(apt(List.of("update")), PATIENCE);
      said = simulate(manifest, what);
    }
    if (!said.ok()) {
      throw new IOException(manifest.words() + " cannot be installed: " + reason(said));
    }
    var preview = previewed(said.out());
    check(manifest, versions(said.out()));
    return preview;
  }

  private Result simulate(AppManifest manifest, String what) throws IOException {
    var more = new ArrayList<>(List.of("-s", "-o", "Debug::NoLocking=true", "--no-remove"));
    more.addAll(manifest.args());
    more.addAll(List.of("install", what));
    return run(apt(more), PATIENCE);
  }

  private void check(AppManifest manifest, Map<String, String> versions) throws IOException {
    var version = versions.get(manifest.name());
    if (version != null && !suits(manifest, version)) {
      throw new IOException(
          "%s cannot be installed: the newest there is is %s".formatted(manifest.words(), version));
    }
  }

  static Preview previewed(String simulated) {
    var added = new ArrayList<String>();
    var changed = new LinkedHashMap<String, String>();
    for (var line : simulated.lines().toList()) {
      var found = INSTALL.matcher(line);
      if (found.matches()) {
        Optional.ofNullable(found.group(2))
            .ifPresentOrElse(
                old -> changed.put(found.group(1), old), () -> added.add(found.group(1)));
      }
    }
    return new Preview(added, changed);
  }

  private static Map<String, String> versions(String simulated) {
    var versions = new LinkedHashMap<String, String>();
    simulated
        .lines()
        .map(INSTALL::matcher)
        .filter(found -> found.matches())
        .forEach(found -> versions.put(found.group(1), found.group(3)));
    return versions;
  }

  @Override
  public void install(AppManifest manifest) throws IOException {
    var more = new ArrayList<>(CAREFUL);
    more.add("--no-remove");
    more.addAll(manifest.args());
    more.addAll(List.of("install", what(manifest)));
    var said = run(apt(more), PATIENCE);
    if (!said.ok()) {
      throw new IOException(manifest.words() + " could not be installed: " + reason(said));
    }
  }

  /// What apt is told to install. A file is named by its path, and must be the package it is said
  /// to be.
  private String what(AppManifest manifest) throws IOException {
    if (manifest.file().isPresent()) {
      var path = manifest.file().orElseThrow().path();
      var said = commands().run(List.of(DPKG_DEB, "-f", path, "Package"), QUICK);
      if (!said.ok() || !said.out().strip().equals(manifest.name())) {
        throw new IOException(
            "%s is not the package %s: %s"
                .formatted(path, manifest.name(), said.out().strip() + said.err().strip()));
      }
      return path;
    }
    return manifest.version() instanceof VersionRule.Exactly(var version)
        ? manifest.name() + "=" + version
        : manifest.name();
  }

  /// dpkg was ended in the middle, by a crash or by somebody: apt refuses to work until it has
  /// finished.
  private void finishWhatWasInterrupted() throws IOException {
    var updates = host.path("/var/lib/dpkg/updates");
    if (!Files.isDirectory(updates)) {
      return;
    }
    try (var left = Files.list(updates)) {
      if (left.findAny().isEmpty()) {
        return;
      }
    }
    var command = new ArrayList<>(QUIET);
    command.add(DPKG);
    command.addAll(dpkg);
    command.addAll(List.of("--force-confdef", "--force-confold", "--configure", "-a"));
    var said = commands().run(command, PATIENCE);
    if (!said.ok()) {
      throw new IOException("dpkg was interrupted and cannot go on: " + reason(said));
    }
  }

  @Override
  public Optional<String> damage(String name) throws IOException {
    var command = new ArrayList<>(List.of(DPKG));
    command.addAll(dpkg);
    command.addAll(List.of("-V", name));
    var missing =
        commands()
            .run(command, Duration.ofMinutes(5))
            .out()
            .lines()
            .filter(line -> line.startsWith("missing"))
            .filter(line -> !line.contains("/usr/share/doc/") && !line.contains("/usr/share/man/"))
            .findFirst();
    return missing.map(line -> "dpkg -V says: " + line.strip());
  }

  @Override
  public Set<String> remove(Collection<String> names) throws IOException {
    finishWhatWasInterrupted();
    var there = new LinkedHashSet<String>();
    for (var name : names) {
      if (isThere(name)) {
        there.add(name);
      }
    }
    var go = removable(there);
    if (!go.isEmpty()) {
      var said = run(apt(with(CAREFUL, "remove", go)), PATIENCE);
      if (!said.ok()) {
        throw new IOException(String.join(", ", go) + " cannot be removed: " + reason(said));
      }
    }
    there.removeAll(go);
    return there;
  }

  /// Also what is only half there.
  private boolean isThere(String name) throws IOException {
    var asked = new ArrayList<>(List.of(DPKG_QUERY));
    asked.addAll(dpkg);
    asked.addAll(List.of("-W", "-f=${db:Status-Status}\\n", name));
    var said = commands().run(asked, QUICK).out().strip();
    return !said.isEmpty() && !said.equals("not-installed") && !said.equals("config-files");
  }

  private Set<String> removable(Set<String> there) throws IOException {
    if (there.isEmpty() || there.containsAll(goesWith(there))) {
      return there;
    }
    var go = new LinkedHashSet<String>();
    for (var name : there) {
      go.add(name);
      if (!there.containsAll(goesWith(go))) {
        go.remove(name);
      }
    }
    return go;
  }

  private Set<String> goesWith(Set<String> names) throws IOException {
    var said =
        run(apt(with(List.of("-s", "-o", "Debug::NoLocking=true"), "remove", names)), PATIENCE);
    if (!said.ok()) {
      throw new IOException(String.join(", ", names) + " cannot be removed: " + reason(said));
    }
    var gone = new LinkedHashSet<String>();
    said.out()
        .lines()
        .map(REMOVE::matcher)
        .filter(found -> found.matches())
        .forEach(found -> gone.add(found.group(1)));
    return gone;
  }

  @Override
  public boolean back(String name, String version) throws IOException {
    var what = List.of(name + "=" + version);
    var more = List.of("-s", "-o", "Debug::NoLocking=true", "--no-remove", "--allow-downgrades");
    if (!run(apt(with(more, "install", what)), PATIENCE).ok()) {
      return false;
    }
    var careful = new ArrayList<>(CAREFUL);
    careful.addAll(List.of("--no-remove", "--allow-downgrades"));
    var said = run(apt(with(careful, "install", what)), PATIENCE);
    if (!said.ok()) {
      throw new IOException(
          "%s cannot be brought back to %s: %s".formatted(name, version, reason(said)));
    }
    return true;
  }

  private static List<String> with(List<String> options, String verb, Collection<String> names) {
    var all = new ArrayList<>(options);
    all.add(verb);
    all.addAll(names);
    return all;
  }

  private List<String> apt(List<String> more) {
    var command = new ArrayList<>(QUIET);
    command.add(APT);
    command.addAll(apt);
    command.addAll(more);
    return command;
  }

  private Result run(List<String> command, Duration patience) throws IOException {
    return commands().run(command, patience);
  }

  /// What apt complains of: its lines with `E:`, else the last ones.
  static String reason(Result said) {
    var errors = said.err().lines().filter(line -> line.startsWith("E:")).toList();
    var text =
        errors.isEmpty()
            ? "exit " + said.exit() + " " + said.err().strip()
            : String.join(" ", errors);
    return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON) + "...";
  }

  @Override
  public Set<Path> files() {
    return Set.of(host.path("/var/lib/dpkg/status"));
  }
}
