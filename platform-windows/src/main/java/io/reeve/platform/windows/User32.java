package io.reeve.platform.windows;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure.FieldOrder;
import org.jspecify.annotations.Nullable;

/// What we call of `user32.dll`: windows, messages, menus, icons. Mostly it answers 0 for a
/// failure, whose code [Win32#lastError] tells.
interface User32 extends Library {
  int WM_NULL = 0x0;
  int WM_CLOSE = 0x10;
  int WM_ENDSESSION = 0x16;
  int WM_SETFONT = 0x30;
  int WM_CONTEXTMENU = 0x7B;
  int WM_COMMAND = 0x111;
  int WM_USER = 0x400;
  int WM_APP = 0x8000;
  int WS_POPUP = 0x80000000;
  int WS_CHILD = 0x40000000;
  int WS_VISIBLE = 0x10000000;
  int WS_CAPTION = 0xC00000;
  int WS_SYSMENU = 0x80000;
  int WS_TABSTOP = 0x10000;
  int WS_EX_TOPMOST = 0x8;
  int WS_EX_CONTROLPARENT = 0x10000;
  int SS_NOPREFIX = 0x80;
  int BS_DEFPUSHBUTTON = 1;
  int IDCANCEL = 2;
  int COLOR_BTNFACE = 15;
  int SW_SHOWNOACTIVATE = 4;
  int SM_CXSMICON = 49;
  int SPI_GETNONCLIENTMETRICS = 0x29;
  int SPI_GETWORKAREA = 0x30;
  int DT_WORDBREAK = 0x10;
  int DT_CALCRECT = 0x400;
  int DT_NOPREFIX = 0x800;
  int MF_GRAYED = 0x1;
  int MF_POPUP = 0x10;
  int MF_SEPARATOR = 0x800;
  int TPM_RIGHTBUTTON = 0x2;
  int TPM_NONOTIFY = 0x80;
  int TPM_RETURNCMD = 0x100;

  /// `WNDPROC`.
  interface WindowProcedure extends Callback {
    long invoke(long window, int message, long wide, long longer);
  }

  @FieldOrder({
    "cbSize",
    "style",
    "lpfnWndProc",
    "cbClsExtra",
    "cbWndExtra",
    "hInstance",
    "hIcon",
    "hCursor",
    "hbrBackground",
    "lpszMenuName",
    "lpszClassName",
    "hIconSm"
  })
  final class WNDCLASSEXW extends WinStructure {
    public int cbSize;
    public int style;
    public @Nullable WindowProcedure lpfnWndProc;
    public int cbClsExtra;
    public int cbWndExtra;
    public long hInstance;
    public long hIcon;
    public long hCursor;
    public long hbrBackground;
    public @Nullable Pointer lpszMenuName;
    public @Nullable Pointer lpszClassName;
    public long hIconSm;
  }

  @FieldOrder({"x", "y"})
  final class POINT extends WinStructure {
    public int x;
    public int y;
  }

  @FieldOrder({"left", "top", "right", "bottom"})
  final class RECT extends WinStructure {
    public int left;
    public int top;
    public int right;
    public int bottom;
  }

  @FieldOrder({"hwnd", "message", "wParam", "lParam", "time", "pt"})
  final class MSG extends WinStructure {
    public long hwnd;
    public int message;
    public long wParam;
    public long lParam;
    public int time;
    public POINT pt = new POINT();
  }

  @FieldOrder({"cbSize", "dwTime"})
  final class LASTINPUTINFO extends WinStructure {
    public int cbSize = 8;
    public int dwTime;
  }

  short RegisterClassExW(WNDCLASSEXW type);

  int UnregisterClassW(byte[] name, long instance);

  long CreateWindowExW(
      int more,
      byte[] type,
      byte[] title,
      int style,
      int x,
      int y,
      int width,
      int height,
      long parent,
      long menu,
      long instance,
      @Nullable Pointer given);

  int DestroyWindow(long window);

  long DefWindowProcW(long window, int message, long wide, long longer);

  int GetMessageW(MSG message, long window, int first, int last);

  int TranslateMessage(MSG message);

  long DispatchMessageW(MSG message);

  int IsDialogMessageW(long window, MSG message);

  int PostMessageW(long window, int message, long wide, long longer);

  long SendMessageW(long window, int message, long wide, long longer);

  void PostQuitMessage(int exit);

  int RegisterWindowMessageW(byte[] name);

  int ShowWindow(long window, int how);

  int SetForegroundWindow(long window);

  long SetFocus(long window);

  int AdjustWindowRectEx(RECT inside, int style, int menu, int more);

  int SystemParametersInfoW(int what, int number, Pointer info, int how);

  int GetSystemMetrics(int what);

  int GetCursorPos(POINT point);

  long GetDC(long window);

  int ReleaseDC(long window, long context);

  int DrawTextW(long context, byte[] text, int length, RECT where, int how);

  long CreateIconFromResourceEx(
      byte[] bits, int size, int icon, int version, int width, int height, int flags);

  int DestroyIcon(long icon);

  long CreatePopupMenu();

  int AppendMenuW(long menu, int flags, long id, byte @Nullable [] label);

  int DestroyMenu(long menu);

  int TrackPopupMenuEx(long menu, int flags, int x, int y, long window, @Nullable Pointer apart);

  int GetLastInputInfo(LASTINPUTINFO info);
}
