package io.reeve.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Builds the files of a small Debian 12, from the mirror that is mmdebstrap's default here.
///
/// @param packages what is on it, in groups; recommendations are not installed
/// @param more further arguments
record Mmdebstrap(List<String> packages, List<String> more) {
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  /// Left out: nobody reads it on these machines.
  private static final List<String> NEVER = List.of("doc", "man", "info", "locale");

  /// @throws CannotBootException when it cannot be built on this machine
  void build(Path folder) {
    var built = Programs.run(line(folder), PATIENCE);
    if (!built.ok()) {
      throw new CannotBootException(
          "mmdebstrap cannot build a Debian 12 here: "
              + built.all().lines().reduce("", (_, line) -> line));
    }
  }

  /// All that decides what is built.
  List<String> recipe() {
    return line(Path.of("/"));
  }

  private List<String> line(Path folder) {
    var line =
        new ArrayList<>(List.of("mmdebstrap", "--quiet", "--mode=root", "--variant=minbase"));
    line.add("--include=" + String.join(",", packages));
    line.add("--aptopt=Apt::Install-Recommends \"false\"");
    NEVER.forEach(name -> line.add("--dpkgopt=path-exclude=/usr/share/" + name + "/*"));
    line.addAll(more);
    line.addAll(List.of("bookworm", folder.toString()));
    return line;
  }
}
