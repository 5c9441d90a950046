package io.reeve.platform.windows;

import java.io.IOException;
import java.time.Duration;

/// Restarts the machine and switches it off.
interface Power {
  /// Windows tells everybody who is logged in, and does it when the time is over. What was
  /// scheduled before is called off.
  void schedule(String notice, Duration in, boolean restart) throws IOException;

  /// @return whether there was anything to call off
  boolean cancel() throws IOException;
}
