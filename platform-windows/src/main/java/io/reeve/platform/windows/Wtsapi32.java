package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure.FieldOrder;
import org.jspecify.annotations.Nullable;

/// What we call of `wtsapi32.dll` for the sessions of people. It answers 0 for a failure, whose
/// code [Win32#lastError] tells. The server is this machine, 0.
interface Wtsapi32 extends Library {
  int WTSActive = 0;
  int WTSUserName = 5;
  int WTSDomainName = 7;
  int WTSSessionInfoEx = 25;
  int WTS_SESSIONSTATE_LOCK = 0;
  int WTS_SESSIONSTATE_UNLOCK = 1;

  @FieldOrder({"SessionId", "pWinStationName", "State"})
  final class WTS_SESSION_INFOW extends WinStructure {
    public int SessionId;
    public @Nullable Pointer pWinStationName;
    public int State;

    WTS_SESSION_INFOW(Pointer there) {
      super(there);
      read();
    }
  }

  int WTSEnumerateSessionsW(long server, int reserved, int version, long[] sessions, int[] count);

  int WTSQuerySessionInformationW(long server, int session, int what, long[] buffer, int[] bytes);

  void WTSFreeMemory(Pointer memory);

  int WTSQueryUserToken(int session, long[] token);

  int WTSDisconnectSession(long server, int session, int wait);

  int WTSLogoffSession(long server, int session, int wait);

  int WTSSendMessageW(
      long server,
      int session,
      byte[] title,
      int titleBytes,
      byte[] message,
      int messageBytes,
      int style,
      int seconds,
      int[] answer,
      int wait);
}
