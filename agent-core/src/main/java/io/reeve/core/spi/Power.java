package io.reeve.core.spi;

import java.io.IOException;
import java.time.Duration;

/// Restarts the machine and switches it off, by the system's own means.
public interface Power {
  /// What happens to the machine.
  enum Way {
    RESTART,
    SWITCH_OFF
  }

  /// Has the system do it when the time is over, and tell everybody who is logged in. What was
  /// scheduled before is replaced.
  ///
  /// @param in whole minutes; none for at once
  /// @param words what people are told, where the system shows a text of ours
  void schedule(Way way, Duration in, String words) throws IOException;

  /// Calls off what is scheduled and has not begun.
  ///
  /// @return whether there was anything
  boolean cancel() throws IOException;
}
