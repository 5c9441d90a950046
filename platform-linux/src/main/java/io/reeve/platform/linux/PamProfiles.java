package io.reeve.platform.linux;

import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Our profiles below `/usr/share/pam-configs`, and those of packages that are used instead.
record PamProfiles(Host host, PamFeature feature) {
  private static final String FOLDER = "/usr/share/pam-configs/";
  private static final Pattern VALUE = Pattern.compile("remember=(\\d+)");

  private SystemFile file(String name) {
    return new SystemFile(host, FOLDER + name);
  }

  private boolean isPackaged(PamFeature.Profile profile) {
    return profile.instead().filter(name -> Files.exists(host.path(FOLDER + name))).isPresent();
  }

  /// The names to tell pam-auth-update.
  List<String> names() {
    return feature.profiles().stream()
        .map(profile -> isPackaged(profile) ? profile.instead().orElseThrow() : profile.name())
        .toList();
  }

  /// The names of those that are ours, there or not.
  List<String> own() {
    return feature.profiles().stream()
        .filter(profile -> !isPackaged(profile))
        .map(PamFeature.Profile::name)
        .toList();
  }

  /// Writes ours.
  void put(String value) throws IOException {
    for (var profile : feature.profiles()) {
      if (!isPackaged(profile)) {
        file(profile.name()).put(profile.text().replace("{value}", value));
      }
    }
  }

  /// Removes ours.
  void remove() throws IOException {
    for (var profile : feature.profiles()) {
      file(profile.name()).remove();
    }
  }

  /// Whether all of ours are there.
  boolean areThere() {
    return own().stream().allMatch(name -> Files.exists(host.path(FOLDER + name)));
  }

  /// Whether one of ours is there.
  boolean isAnyThere() {
    return own().stream().anyMatch(name -> Files.exists(host.path(FOLDER + name)));
  }

  /// The value that ours give the feature's argument.
  Optional<String> value() throws IOException {
    for (var name : own()) {
      var text = file(name).text().orElse("");
      var match = VALUE.matcher(text);
      if (match.find()) {
        return Optional.of(match.group(1));
      }
    }
    return Optional.empty();
  }

  Set<Path> files() {
    var files = new LinkedHashSet<Path>();
    feature.profiles().forEach(profile -> files.add(file(profile.name()).path()));
    return files;
  }
}
