package io.reeve.platform.macos;

import java.io.IOException;
import java.util.List;

/// Messages in a window of their own, which the person answers.
interface Alerts {
  /// @param buttons at most three; without any, the system's own
  Alert show(String title, String body, List<String> buttons) throws IOException;

  /// One that is shown.
  interface Alert {
    /// Waits for the person; once.
    ///
    /// @return which button; -1 when it was taken away
    int answer();

    /// Takes it away. From any thread.
    void cancel();
  }
}
