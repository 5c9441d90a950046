package io.reeve.platform.windows;

import static io.reeve.platform.windows.User32.*;

/// The font in which the person reads messages, and how much room texts take in it.
final class MessageFont implements AutoCloseable {
  private final User32 user;
  private final Gdi32 gdi;
  private final long handle;
  private final RECT letter;

  MessageFont(Win32 windows) {
    this.user = windows.load("user32", User32.class);
    this.gdi = windows.load("gdi32", Gdi32.class);
    var metrics = new Gdi32.NONCLIENTMETRICSW();
    metrics.cbSize = metrics.size();
    metrics.write();
    user.SystemParametersInfoW(SPI_GETNONCLIENTMETRICS, metrics.cbSize, metrics.getPointer(), 0);
    metrics.read();
    this.handle = gdi.CreateFontIndirectW(metrics.lfMessageFont);
    this.letter = measure("n", 1000);
  }

  long handle() {
    return handle;
  }

  int height() {
    return Math.max(8, letter.bottom);
  }

  int width() {
    return Math.max(4, letter.right);
  }

  /// The room of a text that is broken into lines of that width; it begins at 0, 0.
  RECT measure(String text, int width) {
    long context = user.GetDC(0);
    long before = gdi.SelectObject(context, handle);
    try {
      var room = new RECT();
      room.right = width;
      user.DrawTextW(context, Wide.of(text), -1, room, DT_CALCRECT | DT_WORDBREAK | DT_NOPREFIX);
      return room;
    } finally {
      gdi.SelectObject(context, before);
      user.ReleaseDC(0, context);
    }
  }

  @Override
  public void close() {
    gdi.DeleteObject(handle);
  }
}
