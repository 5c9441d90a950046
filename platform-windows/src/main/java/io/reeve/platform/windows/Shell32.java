package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Structure.FieldOrder;
import org.jspecify.annotations.Nullable;

/// What we call of `shell32.dll`: the icon beside the clock, and whether the person may be
/// disturbed.
interface Shell32 extends Library {
  int NIM_ADD = 0;
  int NIM_MODIFY = 1;
  int NIM_DELETE = 2;
  int NIM_SETVERSION = 4;
  int NIF_MESSAGE = 0x1;
  int NIF_ICON = 0x2;
  int NIF_TIP = 0x4;
  int NIF_INFO = 0x10;
  int NIF_SHOWTIP = 0x80;
  int NIIF_INFO = 0x1;
  int NIIF_RESPECT_QUIET_TIME = 0x80;
  int NOTIFYICON_VERSION_4 = 4;
  int NIN_SELECT = 0x400;
  int NIN_KEYSELECT = 0x401;
  int NIN_BALLOONHIDE = 0x403;
  int NIN_BALLOONTIMEOUT = 0x404;
  int NIN_BALLOONUSERCLICK = 0x405;
  int QUNS_NOT_PRESENT = 1;
  int QUNS_BUSY = 2;
  int QUNS_RUNNING_D3D_FULL_SCREEN = 3;
  int QUNS_PRESENTATION_MODE = 4;

  @FieldOrder({
    "cbSize",
    "hWnd",
    "uID",
    "uFlags",
    "uCallbackMessage",
    "hIcon",
    "szTip",
    "dwState",
    "dwStateMask",
    "szInfo",
    "uVersion",
    "szInfoTitle",
    "dwInfoFlags",
    "guidItem",
    "hBalloonIcon"
  })
  final class NOTIFYICONDATAW extends WinStructure {
    public int cbSize;
    public long hWnd;
    public int uID = 1;
    public int uFlags;
    public int uCallbackMessage;
    public long hIcon;
    public byte[] szTip = new byte[256];
    public int dwState;
    public int dwStateMask;
    public byte[] szInfo = new byte[512];
    public int uVersion;
    public byte[] szInfoTitle = new byte[128];
    public int dwInfoFlags;
    public byte[] guidItem = new byte[16];
    public long hBalloonIcon;
  }

  int Shell_NotifyIconW(int what, NOTIFYICONDATAW icon);

  int SHQueryUserNotificationState(int[] state);

  long ShellExecuteW(
      long window,
      byte[] verb,
      byte[] file,
      byte @Nullable [] arguments,
      byte @Nullable [] folder,
      int how);
}
