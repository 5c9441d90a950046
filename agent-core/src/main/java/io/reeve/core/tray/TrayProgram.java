package io.reeve.core.tray;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.LocalClient;
import io.reeve.core.local.NativeCode;
import io.reeve.core.local.ThisMachine;
import io.reeve.core.spi.NotApplicableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/// Runs the tray on this machine's desktop.
public final class TrayProgram {
  private TrayProgram() {}

  /// Returns when the session ends.
  ///
  /// @param state the daemon's state folder
  /// @throws AgentException when there is no desktop here, or it is lost
  public static void run(Path state) {
    var tray = new Tray(() -> LocalClient.of(state), Thread::sleep, Clock.systemUTC());
    try (var _ = NativeCode.forNow()) {
      ThisMachine.platform().desktop().run(tray);
    } catch (NotApplicableException e) {
      throw new AgentException(
          Kind.FAILED,
          "there is nothing to show the tray on: " + e.getMessage(),
          "start it in a desktop session; the desktop's autostart does so");
    } catch (IOException e) {
      throw new AgentException(
          Kind.FAILED, "the desktop was lost: " + e.getMessage(), "log out and in again");
    } finally {
      tray.end();
    }
  }
}
