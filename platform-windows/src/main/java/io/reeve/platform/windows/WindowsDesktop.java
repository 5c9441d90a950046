package io.reeve.platform.windows;

import io.reeve.core.desk.Desktop;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/// The desktop of the session that this process runs in.
///
/// @param windows whose functions are called
record WindowsDesktop(Win32 windows) implements Desktop {
  @Override
  public void run(Program program) throws IOException {
    var loop = new MessageLoop(windows);
    var presence = SessionPresence.of(windows);
    var screen = new AtomicReference<TrayScreen>();
    try {
      loop.run(
          (message, wide, longer) -> {
            var there = screen.get();
            return there == null
                ? java.util.OptionalLong.empty()
                : there.handle(message, wide, longer);
          },
          () -> {
            var made = new TrayScreen(windows, loop, new MessageFont(windows), presence, program);
            screen.set(made);
            program.begin(made);
          },
          () -> {
            var there = screen.get();
            if (there != null) {
              there.takeAllAway();
            }
          });
    } catch (OsException e) {
      if (e.call().equals("CreateWindowExW")) {
        throw new NotApplicableException("there is no desktop here: " + e.getMessage());
      }
      throw e;
    }
  }
}
