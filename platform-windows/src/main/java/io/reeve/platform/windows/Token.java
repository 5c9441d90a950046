package io.reeve.platform.windows;

import static io.reeve.platform.windows.Advapi32Tokens.*;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.reeve.core.spi.OsException;

/// Who a process is, and what it may.
final class Token implements AutoCloseable {
  private static final int LARGEST = 64 << 10;
  private static final int NOT_ALL_ASSIGNED = 1300;

  private final Win32 windows;
  private final Advapi32Tokens functions;
  private final long handle;

  /// @param handle ours from now on
  Token(Win32 windows, long handle) {
    this.windows = windows;
    this.functions = windows.load("advapi32", Advapi32Tokens.class);
    this.handle = handle;
  }

  /// The agent's own.
  static Token own(Win32 windows) throws OsException {
    var kernel = windows.load("kernel32", Kernel32Process.class);
    var token = new long[1];
    int said =
        windows
            .load("advapi32", Advapi32Tokens.class)
            .OpenProcessToken(
                kernel.GetCurrentProcess(), TOKEN_QUERY | TOKEN_ADJUST_PRIVILEGES, token);
    if (said == 0) {
      throw WinError.failure("OpenProcessToken", windows.lastError(), "the agent itself");
    }
    return new Token(windows, token[0]);
  }

  long handle() {
    return handle;
  }

  /// Lets whoever has it use a privilege that they have been given.
  void enable(String privilege) throws OsException {
    var wanted = new TOKEN_PRIVILEGES();
    if (functions.LookupPrivilegeValueW(null, Wide.of(privilege), wanted.Privileges.Luid) == 0) {
      throw WinError.failure("LookupPrivilegeValueW", windows.lastError(), privilege);
    }
    int said = functions.AdjustTokenPrivileges(handle, 0, wanted, 0, null, null);
    int code = windows.lastError();
    if (said == 0 || code == NOT_ALL_ASSIGNED) {
      throw WinError.failure("AdjustTokenPrivileges", code, privilege);
    }
  }

  /// The identifier of the account.
  String sid() throws OsException {
    var needed = new int[1];
    functions.GetTokenInformation(handle, TokenUser, null, 0, needed);
    try (var user = new Memory(Math.clamp(needed[0], 16, LARGEST))) {
      int said = functions.GetTokenInformation(handle, TokenUser, user, (int) user.size(), needed);
      if (said == 0) {
        throw WinError.failure("GetTokenInformation", windows.lastError(), "an account");
      }
      return Sid.at(new Pointer(user.getLong(0)));
    }
  }

  @Override
  public void close() {
    windows.load("kernel32", Kernel32Process.class).CloseHandle(handle);
  }
}
