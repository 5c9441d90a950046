package io.reeve.platform.windows;

import io.reeve.core.spi.Mechanism;

/// A watch of things that may become more.
interface Watching extends Mechanism.Watch {
  /// Looks again at what is to be watched.
  void refresh();
}
