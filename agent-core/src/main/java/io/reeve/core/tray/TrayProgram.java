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
import java.time.Duration;
import java.util.function.IntConsumer;

/// Runs the tray on this machine's desktop.
public final class TrayProgram {
  private TrayProgram() {}

  /// Returns when the session ends. When the program was replaced by another version the process
  /// ends with [OwnProgram#REPLACED]; who has started it starts that one.
  ///
  /// @param state the daemon's state folder
  /// @param exit ends the process with that status
  /// @throws AgentException when there is no desktop here, or it is lost
  public static void run(Path state, IntConsumer exit) {
    var program = OwnProgram.ofThisProcess();
    var tray =
        new Tray(
            () -> LocalClient.of(state), time -> pause(program, exit, time), Clock.systemUTC());
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

  /// When the daemon is lost, a package may have put another program in this one's place.
  private static void pause(OwnProgram program, IntConsumer exit, Duration time)
      throws InterruptedException {
    if (program.isReplaced()) {
      exit.accept(OwnProgram.REPLACED);
    }
    Thread.sleep(time);
  }
}
