package io.reeve.platform.macos;

import io.reeve.core.desk.Desktop;
import java.io.IOException;

/// The desktop of this session: icon in the menu bar, notices, and what the person does.
///
/// AppKit wants the process's first thread. It need not be the calling one: Java's launcher leaves
/// the first thread waiting in a run loop, where AppKit then runs, and where Java was started on
/// the first thread, that is it. So no option of the launcher is needed.
record MacDesktop(Tools tools, StatusBar bar, Alerts alerts) implements Desktop {
  @Override
  public void run(Program program) throws IOException {
    var screen = new MacScreen(tools, bar, alerts, program);
    try {
      bar.run(program::chosen, () -> program.begin(screen));
    } finally {
      screen.withdrawAll();
    }
  }
}
