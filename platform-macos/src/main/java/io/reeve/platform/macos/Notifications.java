package io.reeve.platform.macos;

import io.reeve.core.spi.Mechanism;
import java.io.IOException;

/// What notify(3) announces.
interface Notifications {
  /// Tells whenever that name is posted. Who posts it is not told.
  Mechanism.Watch watch(String name, Mechanism.Listener listener) throws IOException;
}
