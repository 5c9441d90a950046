package io.reeve.core.cli;

import io.reeve.core.local.AgentFactory.Place;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of every command; use with picocli's `@Mixin`.
public final class CommonOptions {
  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Folder of store, key, socket and configuration (default: the system's, /var/lib/reeve on Linux).")
  private @Nullable Path state;

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "Enforce below this folder instead of on the whole machine.")
  private @Nullable Path root;

  @Option(names = "--json", description = "Print JSON for scripts.")
  private boolean json;

  @Option(
      names = {"-v", "--verbose"},
      description = "Log what is done; twice for more.")
  private boolean[] verbose = {};

  /// Whether the output is for a script.
  public boolean json() {
    return json;
  }

  /// How often `-v` was given.
  public int verbosity() {
    return verbose.length;
  }

  /// The state folder and root given, else the system's.
  public Place place() {
    return new Place(
        givenState().orElseGet(StateFolder::ofThisSystem),
        Optional.ofNullable(root)
            .map(path -> path.toAbsolutePath().normalize())
            .orElseGet(StateFolder::rootOfThisSystem));
  }

  /// The state folder, when one was given.
  public Optional<Path> givenState() {
    return Optional.ofNullable(state).map(path -> path.toAbsolutePath().normalize());
  }
}
