package io.reeve.platform.windows;

import static io.reeve.platform.windows.Advapi32Tokens.*;

import io.reeve.core.spi.OsException;
import io.reeve.core.spi.Power;
import java.time.Duration;

/// Shutting down as Windows does it itself.
final class NativePower implements Power {
  private static final String PRIVILEGE = "SeShutdownPrivilege";
  private static final int NOTHING_SCHEDULED = 1116;
  private static final int SCHEDULED_ALREADY = 1190;

  private final Win32 windows;
  private final Advapi32Tokens functions;

  NativePower(Win32 windows) {
    this.windows = windows;
    this.functions = windows.load("advapi32", Advapi32Tokens.class);
  }

  private void mayShutDown() throws OsException {
    try (var token = Token.own(windows)) {
      token.enable(PRIVILEGE);
    }
  }

  @Override
  public void schedule(Way way, Duration in, String words) throws OsException {
    boolean restart =
        switch (way) {
          case RESTART -> true;
          case SWITCH_OFF -> false;
        };
    mayShutDown();
    int code = initiate(words, in, restart);
    if (code == SCHEDULED_ALREADY) {
      cancel();
      code = initiate(words, in, restart);
    }
    WinError.check("InitiateSystemShutdownExW", code, restart ? "a restart" : "switching off");
  }

  /// Programs that do not answer are ended: one with unsaved work could hold the machine for ever.
  private int initiate(String words, Duration in, boolean restart) {
    int said =
        functions.InitiateSystemShutdownExW(
            null,
            Wide.of(words),
            (int) in.toSeconds(),
            1,
            restart ? 1 : 0,
            SHTDN_REASON_FLAG_PLANNED);
    return said == 0 ? windows.lastError() : WinError.SUCCESS;
  }

  @Override
  public boolean cancel() throws OsException {
    mayShutDown();
    if (functions.AbortSystemShutdownW(null) != 0) {
      return true;
    }
    int code = windows.lastError();
    if (code == NOTHING_SCHEDULED) {
      return false;
    }
    throw WinError.failure("AbortSystemShutdownW", code, "a restart or switching off");
  }
}
