package io.reeve.platform.linux;

import io.reeve.core.apps.AppManifest;
import io.reeve.core.apps.AppManifest.VersionRule;
import io.reeve.core.apps.PackageTool;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Packages of Debian by apt, which keeps the packages it has installed; dpkg is asked what there
/// is. Nothing else is ever removed to make room.
record AptPackages(Apt apt) implements PackageTool {
  private static final String DPKG_DEB = "/usr/bin/dpkg-deb";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9+.-]{1,127}");
  private static final Duration QUICK = Duration.ofSeconds(20);

  AptPackages(Host host) {
    this(new Apt(host, List.of(), List.of()));
  }

  @Override
  public String type() {
    return "deb";
  }

  /// By deb-control(5). apt reads a `-` or `+` at the end, `:`, `=` and `/` as requests of its own.
  @Override
  public Optional<String> refusal(String name) {
    return NAME.matcher(name).matches() && !name.endsWith("-")
        ? Optional.empty()
        : Optional.of("'name' is not the name of a Debian package: '" + name + "'");
  }

  @Override
  public Optional<String> installed(String name) throws IOException {
    return parse(apt.query("${db:Status-Abbrev}|${Version}", name));
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
    return apt.dpkg(List.of("--compare-versions", one, how, other), QUICK).ok();
  }

  @Override
  public Preview preview(AppManifest manifest) throws IOException {
    apt.finishWhatWasInterrupted();
    var words = words(manifest);
    var said = apt.simulate(words);
    if (!said.ok() && said.err().contains("Unable to locate package")) {
      var _ = apt.perform(List.of("update"));
      said = apt.simulate(words);
    }
    if (!said.ok()) {
      throw new IOException(manifest.words() + " cannot be installed: " + Apt.reason(said));
    }
    var simulated = AptSimulation.parse(said.out());
    check(manifest, simulated);
    return new Preview(simulated.added(), simulated.changed());
  }

  /// apt takes a name that it does not know for a pattern, a virtual package or a name with a sign
  /// behind: what it found then is none that was asked for.
  private void check(AppManifest manifest, AptSimulation simulated) throws IOException {
    var version = simulated.version(manifest.name());
    if (version.isEmpty() && isThereAlready(manifest)) {
      return;
    }
    if (version.isEmpty()) {
      throw new IOException(
          "%s cannot be installed: apt knows no newer one, or would install %s in its place"
              .formatted(
                  manifest.words(),
                  simulated.added().isEmpty() ? "nothing" : String.join(", ", simulated.added())));
    }
    if (!suits(manifest, version.get())) {
      throw new IOException(
          "%s cannot be installed: the newest there is is %s"
              .formatted(manifest.words(), version.get()));
    }
  }

  /// As when what was interrupted was the last step of this very installation.
  private boolean isThereAlready(AppManifest manifest) throws IOException {
    var version = installed(manifest.name());
    return version.isPresent() && suits(manifest, version.orElseThrow());
  }

  private List<String> words(AppManifest manifest) throws IOException {
    var words = new ArrayList<>(List.of("--no-remove"));
    words.addAll(manifest.args());
    words.addAll(List.of("install", what(manifest)));
    return words;
  }

  @Override
  public void install(AppManifest manifest) throws IOException {
    var said = apt.perform(words(manifest));
    if (!said.ok()) {
      throw new IOException(manifest.words() + " could not be installed: " + Apt.reason(said));
    }
  }

  /// What apt is told to install. A file is named by its path, and must be the package it is said
  /// to be.
  private String what(AppManifest manifest) throws IOException {
    if (manifest.file().isPresent()) {
      var path = manifest.file().orElseThrow().path();
      var said = apt.host().commands().run(List.of(DPKG_DEB, "-f", path, "Package"), QUICK);
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

  @Override
  public Optional<String> damage(String name) throws IOException {
    var missing =
        apt.dpkg(List.of("-V", name), Duration.ofMinutes(5))
            .out()
            .lines()
            .filter(line -> line.startsWith("missing"))
            .filter(line -> !line.contains("/usr/share/doc/") && !line.contains("/usr/share/man/"))
            .findFirst();
    return missing.map(line -> "dpkg -V says: " + line.strip());
  }

  @Override
  public Set<String> remove(Collection<String> names) throws IOException {
    apt.finishWhatWasInterrupted();
    var there = new LinkedHashSet<String>();
    for (var name : names) {
      if (isThere(name)) {
        there.add(name);
      }
    }
    var go = removable(there);
    if (!go.isEmpty()) {
      var said = apt.perform(with(List.of("remove"), go));
      if (!said.ok()) {
        throw new IOException(String.join(", ", go) + " cannot be removed: " + Apt.reason(said));
      }
    }
    there.removeAll(go);
    return there;
  }

  /// Also what is only half there.
  private boolean isThere(String name) throws IOException {
    var said = apt.query("${db:Status-Status}", name).strip();
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
    var said = apt.simulate(with(List.of("remove"), names));
    if (!said.ok()) {
      throw new IOException(String.join(", ", names) + " cannot be removed: " + Apt.reason(said));
    }
    return AptSimulation.parse(said.out()).removed();
  }

  @Override
  public Set<String> manual() throws IOException {
    var said = apt.mark(List.of("showmanual"));
    if (!said.ok()) {
      throw new IOException("apt-mark showmanual failed: " + Apt.reason(said));
    }
    return said.out()
        .lines()
        .map(String::strip)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public boolean back(String name, String version) throws IOException {
    var words = List.of("--no-remove", "--allow-downgrades", "install", name + "=" + version);
    if (!apt.simulate(words).ok()) {
      return false;
    }
    var said = apt.perform(words);
    if (!said.ok()) {
      throw new IOException(
          "%s cannot be brought back to %s: %s".formatted(name, version, Apt.reason(said)));
    }
    return true;
  }

  private static List<String> with(List<String> words, Collection<String> names) {
    var all = new ArrayList<>(words);
    all.addAll(names);
    return all;
  }

  @Override
  public Set<Path> files() {
    return Set.of(apt.host().path("/var/lib/dpkg/status"));
  }
}
