package io.reeve.platform.windows;

import static io.reeve.platform.windows.User32.*;

import io.reeve.core.desk.Notice;
import io.reeve.core.spi.OsException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// A notice that wants an answer or has to stay: a small window above the others in the corner by
/// the clock. It takes no key away from what the person does; Tab, Enter and Escape work once it is
/// chosen. On the thread of the loop.
final class NoticeWindow {
  private static final int STYLE = WS_POPUP | WS_CAPTION | WS_SYSMENU;
  private static final int MORE = WS_EX_TOPMOST | WS_EX_CONTROLPARENT;
  private static final int FIRST_BUTTON = 100;
  private static final int SPACES_WIDE = 60;

  private final MessageLoop loop;
  private final User32 user;
  private final MessageFont font;
  private final Notice notice;
  private final Answer answer;
  private final long window;

  /// Hears what becomes of it.
  interface Answer {
    void answered(String button);

    void closed();
  }

  private NoticeWindow(
      Win32 windows, MessageLoop loop, MessageFont font, Notice notice, Answer answer)
      throws OsException {
    this.loop = loop;
    this.user = windows.load("user32", User32.class);
    this.font = font;
    this.notice = notice;
    this.answer = answer;
    int line = font.height();
    var text = font.measure(notice.body(), SPACES_WIDE * font.width());
    var buttons = buttons(line);
    int width = Math.max(text.right, buttons.isEmpty() ? 0 : buttons.getLast().right) + 2 * line;
    int bottom = text.bottom + line + (buttons.isEmpty() ? 0 : 3 * line);
    this.window =
        loop.window(
            MORE, notice.title(), STYLE, corner(width, bottom + line, line), 0, this::handle);
    loop.isDialog(window);
    part("STATIC", notice.body(), SS_NOPREFIX, at(text, line, line), 0);
    for (int i = 0; i < buttons.size(); i++) {
      var label = PopupMenu.plain(notice.buttons().get(i).label());
      int style = WS_TABSTOP | (i == 0 ? BS_DEFPUSHBUTTON : 0);
      part("BUTTON", label, style, at(buttons.get(i), line, bottom - 2 * line), FIRST_BUTTON + i);
    }
  }

  static NoticeWindow show(
      Win32 windows, MessageLoop loop, MessageFont font, Notice notice, Answer answer)
      throws OsException {
    var shown = new NoticeWindow(windows, loop, font, notice, answer);
    shown.user.ShowWindow(shown.window, SW_SHOWNOACTIVATE);
    return shown;
  }

  /// Side by side, each as wide as its label wants.
  private List<RECT> buttons(int line) {
    var buttons = new ArrayList<RECT>();
    int left = 0;
    for (var button : notice.buttons()) {
      var label = font.measure(button.label(), SPACES_WIDE * font.width());
      var where = new RECT();
      where.left = left;
      where.right = left + Math.max(5 * line, label.right + 2 * line);
      where.bottom = 2 * line;
      buttons.add(where);
      left = where.right + line / 2;
    }
    return buttons;
  }

  private static RECT at(RECT size, int left, int top) {
    var where = new RECT();
    where.left = size.left + left;
    where.right = size.right + left;
    where.top = size.top + top;
    where.bottom = size.bottom + top;
    return where;
  }

  /// Where a window of that content goes.
  private RECT corner(int width, int height, int line) {
    var frame = new RECT();
    frame.right = width;
    frame.bottom = height;
    frame.write();
    user.AdjustWindowRectEx(frame, STYLE, 0, MORE);
    var screen = new RECT();
    user.SystemParametersInfoW(SPI_GETWORKAREA, 0, screen.getPointer(), 0);
    screen.read();
    var where = new RECT();
    where.right = screen.right - line;
    where.bottom = screen.bottom - line;
    where.left = where.right - (frame.right - frame.left);
    where.top = where.bottom - (frame.bottom - frame.top);
    return where;
  }

  private void part(String type, String text, int style, RECT where, int number) {
    long made =
        user.CreateWindowExW(
            0,
            Wide.of(type),
            Wide.of(text),
            WS_CHILD | WS_VISIBLE | style,
            where.left,
            where.top,
            where.right - where.left,
            where.bottom - where.top,
            window,
            number,
            0,
            null);
    user.SendMessageW(made, WM_SETFONT, font.handle(), 1);
  }

  private OptionalLong handle(int message, long wide, long longer) {
    if (message == WM_CLOSE || (message == WM_COMMAND && (wide & 0xFFFF) == IDCANCEL)) {
      close();
      answer.closed();
      return OptionalLong.of(0);
    }
    int chosen = (int) (wide & 0xFFFF) - FIRST_BUTTON;
    if (message == WM_COMMAND && chosen >= 0 && chosen < notice.buttons().size()) {
      close();
      answer.answered(notice.buttons().get(chosen).id());
      return OptionalLong.of(0);
    }
    return OptionalLong.empty();
  }

  /// Takes it away, without a word.
  void close() {
    loop.forget(window);
    user.DestroyWindow(window);
  }
}
