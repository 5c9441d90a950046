package io.reeve.core.cli;

import io.reeve.core.local.AgentFactory.Place;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of a command that asks the agent; use with picocli's `@Mixin`.
public final class CommonOptions {
  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Folder of store, key, socket and configuration (default: the system's, /var/lib/reeve on"
              + " Linux).")
  private @Nullable Path state;

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "Enforce below this folder instead of on the whole machine.")
  private @Nullable Path root;

  @Mixin private final OutputOptions output = new OutputOptions();

  /// How it is printed.
  public OutputOptions output() {
    return output;
  }

  /// Whether the output is for a script.
  public boolean json() {
    return output.json();
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
