package io.reeve.platform.windows;

import static io.reeve.platform.windows.Shell32.*;
import static io.reeve.platform.windows.User32.*;

import io.reeve.core.desk.Desktop;
import io.reeve.core.desk.Notice;
import io.reeve.core.desk.Presence;
import io.reeve.core.desk.Screen;
import io.reeve.core.desk.TrayIcon;
import io.reeve.core.desk.TrayImage;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The icon beside the clock and the notices of one person's session. What is asked for goes to the
/// thread of the [MessageLoop], which alone has the fields.
final class TrayScreen implements Screen {
  private static final Logger LOG = LoggerFactory.getLogger(TrayScreen.class);
  private static final int ICON = WM_APP + 2;
  private static final int ICON_VERSION = 0x30000;
  private static final int SMALLEST = 8;
  private static final int LARGEST = 512;
  private static final int TIP = 127;
  private static final int TITLE = 63;
  private static final int BODY = 255;
  private static final int SHELL_WORKED = 32;
  private static final int SW_SHOWNORMAL = 1;

  private final Win32 windows;
  private final MessageLoop loop;
  private final User32 user;
  private final Shell32 shell;
  private final SessionPresence presence;
  private final MessageFont font;
  private final Desktop.Program program;
  private final int taskbarCreated;
  private final Map<String, NoticeWindow> notices = new HashMap<>();
  private Optional<TrayIcon> icon = Optional.empty();
  private Optional<Notice> balloon = Optional.empty();
  private long picture;

  TrayScreen(
      Win32 windows,
      MessageLoop loop,
      MessageFont font,
      SessionPresence presence,
      Desktop.Program program) {
    this.windows = windows;
    this.loop = loop;
    this.font = font;
    this.presence = presence;
    this.program = program;
    this.user = windows.load("user32", User32.class);
    this.shell = windows.load("shell32", Shell32.class);
    this.taskbarCreated = user.RegisterWindowMessageW(Wide.of("TaskbarCreated"));
  }

  @Override
  public void show(TrayIcon wanted) throws IOException {
    loop.post(() -> {
      icon = Optional.of(wanted);
      put();
    });
  }

  /// Where nothing shows icons, the message of a new taskbar brings it.
  private void put() {
    if (icon.isEmpty()) {
      return;
    }
    long before = picture;
    int size = Math.clamp(user.GetSystemMetrics(SM_CXSMICON), SMALLEST, LARGEST);
    var bits = IconBits.of(TrayImage.argb(icon.get().state(), size), size);
    picture = user.CreateIconFromResourceEx(bits, bits.length, 1, ICON_VERSION, size, size, 0);
    var data = data(NIF_MESSAGE | NIF_ICON | NIF_TIP | NIF_SHOWTIP);
    data.uCallbackMessage = ICON;
    data.hIcon = picture;
    fill(data.szTip, icon.get().label() + "\n" + icon.get().sentence(), TIP);
    if (shell.Shell_NotifyIconW(NIM_MODIFY, data) == 0
        && shell.Shell_NotifyIconW(NIM_ADD, data) != 0) {
      data.uVersion = NOTIFYICON_VERSION_4;
      shell.Shell_NotifyIconW(NIM_SETVERSION, data);
    }
    if (before != 0) {
      user.DestroyIcon(before);
    }
  }

  private NOTIFYICONDATAW data(int flags) {
    var data = new NOTIFYICONDATAW();
    data.cbSize = data.size();
    data.hWnd = loop.own();
    data.uFlags = flags;
    return data;
  }

  private static void fill(byte[] room, String text, int most) {
    var wide = Wide.of(PopupMenu.cut(text, most));
    System.arraycopy(wide, 0, room, 0, wide.length);
  }

  /// What the hidden window gets.
  OptionalLong handle(int message, long wide, long longer) {
    if (message == taskbarCreated) {
      put();
      return OptionalLong.of(0);
    }
    if (message != ICON) {
      return OptionalLong.empty();
    }
    switch ((int) (longer & 0xFFFF)) {
      case WM_CONTEXTMENU, NIN_SELECT, NIN_KEYSELECT -> menu(wide);
      case NIN_BALLOONUSERCLICK -> balloonEnds(true);
      case NIN_BALLOONHIDE, NIN_BALLOONTIMEOUT -> balloonEnds(false);
      default -> {
        // The mouse has moved over it.
      }
    }
    return OptionalLong.of(0);
  }

  private void menu(long where) {
    if (icon.isEmpty()) {
      return;
    }
    var at = new POINT();
    at.x = (short) where;
    at.y = (short) (where >> 16);
    PopupMenu.choose(user, icon.get().menu(), at, loop.own()).ifPresent(program::chosen);
  }

  @Override
  public void tell(Notice notice) throws IOException {
    loop.post(() -> {
      takeAway(notice.id());
      if (isSmall(notice)) {
        balloon(notice);
      } else {
        window(notice);
      }
    });
  }

  /// What may go by itself and fits into Windows' own notices, which have no buttons.
  private static boolean isSmall(Notice notice) {
    return notice.urgency() == Notice.Urgency.NORMAL
        && notice.buttons().isEmpty()
        && notice.title().length() <= TITLE
        && notice.body().length() <= BODY;
  }

  private void balloon(Notice notice) {
    balloonEnds(false);
    var data = data(NIF_INFO);
    fill(data.szInfoTitle, notice.title(), TITLE);
    fill(data.szInfo, notice.body(), BODY);
    data.dwInfoFlags = NIIF_INFO | NIIF_RESPECT_QUIET_TIME;
    if (shell.Shell_NotifyIconW(NIM_MODIFY, data) != 0) {
      balloon = Optional.of(notice);
    } else {
      window(notice);
    }
  }

  private void balloonEnds(boolean chosen) {
    var gone = balloon;
    balloon = Optional.empty();
    if (chosen) {
      gone.ifPresent(notice -> program.answered(notice.id(), ""));
      gone.ifPresent(notice -> program.closed(notice.id()));
    } else {
      gone.ifPresent(notice -> program.expired(notice.id()));
    }
  }

  private void window(Notice notice) {
    var answer =
        new NoticeWindow.Answer() {
          @Override
          public void answered(String button) {
            notices.remove(notice.id());
            program.answered(notice.id(), button);
            program.closed(notice.id());
          }

          @Override
          public void closed() {
            notices.remove(notice.id());
            program.closed(notice.id());
          }
        };
    try {
      notices.put(notice.id(), NoticeWindow.show(windows, loop, font, notice, answer));
    } catch (OsException e) {
      LOG.warn("a notice cannot be shown: {}", notice.title(), e);
      program.expired(notice.id());
    }
  }

  @Override
  public void withdraw(String notice) throws IOException {
    loop.post(() -> takeAway(notice));
  }

  private void takeAway(String notice) {
    var window = notices.remove(notice);
    if (window != null) {
      window.close();
    }
    if (balloon.filter(shown -> shown.id().equals(notice)).isPresent()) {
      balloon = Optional.empty();
      shell.Shell_NotifyIconW(NIM_MODIFY, data(NIF_INFO));
    }
  }

  @Override
  public Presence presence() {
    return presence.now();
  }

  @Override
  public Locale language() {
    return Locale.getDefault(Locale.Category.DISPLAY);
  }

  @Override
  public void open(Path file) throws IOException {
    var name = file.toAbsolutePath().toString();
    long said = shell.ShellExecuteW(0, Wide.of("open"), Wide.of(name), null, null, SW_SHOWNORMAL);
    if (said <= SHELL_WORKED) {
      throw WinError.failure("ShellExecuteW", (int) said, name);
    }
  }

  @Override
  public void close() {
    try {
      loop.post(loop::end);
    } catch (IOException _) {
      LOG.debug("the desktop is gone already");
    }
  }

  /// On the loop's thread, at its end.
  void takeAllAway() {
    notices.values().forEach(NoticeWindow::close);
    notices.clear();
    shell.Shell_NotifyIconW(NIM_DELETE, data(0));
    if (picture != 0) {
      user.DestroyIcon(picture);
    }
    font.close();
  }
}
