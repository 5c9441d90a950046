package io.reeve.core.reconcile;

import io.reeve.core.spi.Mechanism;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// Where a pass can be rehearsed: the same mechanisms on a root that is thrown away.
///
/// @param root the machine's root
/// @param folder where throw-away roots are made; only root can look into it
/// @param mechanisms the platform's mechanisms for another root
public record Stage(Path root, Path folder, Function<Path, List<Mechanism>> mechanisms) {
  /// Whether files here have permissions of the kind by which [Scene] decides what to copy and
  /// show.
  boolean tellsWhoMayRead() {
    return root.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /// Removes what a crash left.
  public void sweep() throws IOException {
    Scene.sweep(folder);
  }
}
