package io.reeve.platform.windows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Asks the oracle ([LocalManagement]) once: the document from standard input, the answer to
/// standard output. A process of its own, for Windows answers one call only and then keeps a lock,
/// and what it loads is not to be in any other process.
final class LocalManagementMain {
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private LocalManagementMain() {}

  static void main() throws IOException {
    try {
      var document =
          new String(System.in.readNBytes(LocalManagement.LONGEST + 1), StandardCharsets.UTF_8);
      var windows = Win32.ofThisSystem();
      var answer =
          new Com(windows, "local management")
              .run(PATIENCE, _ -> LocalManagement.of(windows).answer(document));
      System.out.write(answer.getBytes(StandardCharsets.UTF_8));
      System.out.flush();
    } catch (IOException e) {
      System.err.println("error: " + e.getMessage());
      System.err.println("hint: docs/platforms.md says how to set Windows up for this");
      System.exit(1);
    }
  }
}
