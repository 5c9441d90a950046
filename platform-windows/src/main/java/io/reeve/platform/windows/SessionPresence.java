package io.reeve.platform.windows;

import static io.reeve.platform.windows.Shell32.*;

import io.reeve.core.desk.Presence;
import io.reeve.core.desk.Presence.Attention;
import io.reeve.core.desk.Presence.Doing;
import io.reeve.core.spi.OsException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What Windows tells, inside a session, of its person.
///
/// @param shell tells whether they may be disturbed
/// @param machine power, network and microphones
/// @param sid of the person
record SessionPresence(Shell shell, MachinePresence machine, String sid) {
  private static final Duration AWAY = Duration.ofMinutes(5);

  static SessionPresence of(Win32 windows) throws OsException {
    try (var token = Token.own(windows)) {
      return new SessionPresence(
          new NativeShell(windows), MachinePresence.of(windows, Clock.systemUTC()), token.sid());
    }
  }

  /// What the desktop knows.
  interface Shell {
    /// One of the `QUNS_` numbers; 0 where it is not told.
    int state();

    /// How long ago the person did anything.
    Duration idle();
  }

  Presence now() {
    int state = shell.state();
    var doing = new ArrayList<>(doing(state));
    if (machine.isInCall(sid)) {
      doing.add(Doing.IN_CALL);
    }
    return new Presence(
        doing, attention(state, shell.idle()), machine.power(), machine.isMetered());
  }

  static List<Doing> doing(int state) {
    return switch (state) {
      case QUNS_PRESENTATION_MODE -> List.of(Doing.PRESENTING);
      case QUNS_BUSY, QUNS_RUNNING_D3D_FULL_SCREEN -> List.of(Doing.FULL_SCREEN);
      default -> List.of();
    };
  }

  /// Windows calls nobody present while the screen is locked, a screen saver runs, or another
  /// session is to be seen.
  static Attention attention(int state, Duration idle) {
    if (state == QUNS_NOT_PRESENT) {
      return Attention.LOCKED;
    }
    return idle.compareTo(AWAY) > 0 ? Attention.AWAY : Attention.HERE;
  }

  /// Windows' own words.
  private record NativeShell(Shell32 shell, User32 user, Kernel32Power kernel) implements Shell {
    NativeShell(Win32 windows) {
      this(
          windows.load("shell32", Shell32.class),
          windows.load("user32", User32.class),
          windows.load("kernel32", Kernel32Power.class));
    }

    @Override
    public int state() {
      var state = new int[1];
      return shell.SHQueryUserNotificationState(state) < 0 ? 0 : state[0];
    }

    /// Both clocks begin anew after 49 days, at the same time.
    @Override
    public Duration idle() {
      var last = new User32.LASTINPUTINFO();
      return user.GetLastInputInfo(last) == 0
          ? Duration.ZERO
          : Duration.ofMillis(Integer.toUnsignedLong(kernel.GetTickCount() - last.dwTime));
    }
  }
}
