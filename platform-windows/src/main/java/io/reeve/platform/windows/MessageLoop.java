package io.reeve.platform.windows;

import static io.reeve.platform.windows.User32.*;

import com.sun.jna.Memory;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Windows of this process and the thread that they belong to, which alone may touch them: it waits
/// for messages of Windows and for work that other threads give it.
final class MessageLoop {
  private static final Logger LOG = LoggerFactory.getLogger(MessageLoop.class);
  private static final String TYPE = "ReeveWindow";
  private static final int WORK = WM_APP + 1;
  private static final int WAIT_FAILED = -1;

  private final Win32 windows;
  private final User32 user;
  private final Map<Long, Handler> handlers = new HashMap<>();
  private final List<Long> dialogs = new ArrayList<>();
  private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
  private volatile long own;

  /// Windows calls it for as long as there is a window of its type, so it is kept as long.
  private final WindowProcedure procedure = this::handle;

  /// What a window does with its messages.
  @FunctionalInterface
  interface Handler {
    /// @return what to answer; empty for what Windows does by itself
    OptionalLong handle(int message, long wide, long longer);
  }

  MessageLoop(Win32 windows) {
    this.windows = windows;
    this.user = windows.load("user32", User32.class);
  }

  /// Makes the hidden window, begins, and goes on until [#end], or the session's end.
  ///
  /// @param handler of the hidden window
  /// @param begin is called once, when there is that window
  /// @param end is called once, while it is still there
  void run(Handler handler, Runnable begin, Runnable end) throws IOException {
    register();
    own = window(0, "Reeve", WS_POPUP, new RECT(), 0, handler);
    try {
      begin.run();
      work();
      turn();
    } finally {
      end.run();
      long gone = own;
      own = 0;
      user.DestroyWindow(gone);
      handlers.clear();
      user.UnregisterClassW(Wide.of(TYPE), 0);
    }
  }

  private void register() throws OsException {
    var name = Wide.of(TYPE);
    try (var memory = new Memory(name.length)) {
      memory.write(0, name, 0, name.length);
      var type = new WNDCLASSEXW();
      type.cbSize = type.size();
      type.lpfnWndProc = procedure;
      type.hbrBackground = COLOR_BTNFACE + 1;
      type.lpszClassName = memory;
      if (user.RegisterClassExW(type) == 0) {
        throw WinError.failure("RegisterClassExW", windows.lastError(), "a type of windows");
      }
    }
  }

  /// Makes a window. On the loop's thread only.
  long window(int more, String title, int style, RECT where, long parent, Handler handler)
      throws OsException {
    long made =
        user.CreateWindowExW(
            more,
            Wide.of(TYPE),
            Wide.of(title),
            style,
            where.left,
            where.top,
            where.right - where.left,
            where.bottom - where.top,
            parent,
            0,
            0,
            null);
    if (made == 0) {
      throw WinError.failure("CreateWindowExW", windows.lastError(), title);
    }
    handlers.put(made, handler);
    return made;
  }

  /// From now on keys move the focus in that window as in a dialogue.
  void isDialog(long window) {
    dialogs.add(window);
  }

  void forget(long window) {
    handlers.remove(window);
    dialogs.remove(window);
  }

  private void turn() throws OsException {
    var message = new MSG();
    while (true) {
      int said = user.GetMessageW(message, 0, 0, 0);
      if (said == WAIT_FAILED) {
        throw WinError.failure("GetMessageW", windows.lastError(), "the messages of Windows");
      }
      if (said == 0) {
        return;
      }
      if (List.copyOf(dialogs).stream().noneMatch(each -> isFor(each, message))) {
        user.TranslateMessage(message);
        user.DispatchMessageW(message);
      }
    }
  }

  private boolean isFor(long dialog, MSG message) {
    return user.IsDialogMessageW(dialog, message) != 0;
  }

  /// Called by Windows, which must see no exception.
  private long handle(long window, int message, long wide, long longer) {
    try {
      if (window == own && message == WORK) {
        work();
        return 0;
      }
      if (window == own && message == WM_ENDSESSION && wide != 0) {
        user.PostQuitMessage(0);
        return 0;
      }
      var handler = handlers.get(window);
      var answer = handler == null ? OptionalLong.empty() : handler.handle(message, wide, longer);
      if (answer.isPresent()) {
        return answer.getAsLong();
      }
    } catch (RuntimeException e) {
      LOG.error("a defect ended the work for message {}", message, e);
    }
    return user.DefWindowProcW(window, message, wide, longer);
  }

  private void work() {
    for (var next = work.poll(); next != null; next = work.poll()) {
      try {
        next.run();
      } catch (RuntimeException e) {
        LOG.error("a defect ended work of the desktop", e);
      }
    }
  }

  /// The hidden window; 0 before and after.
  long own() {
    return own;
  }

  /// Has something done on the loop's thread, soon.
  ///
  /// @throws IOException when the loop has ended
  void post(Runnable task) throws IOException {
    work.add(task);
    if (own == 0 || user.PostMessageW(own, WORK, 0, 0) == 0) {
      throw new IOException("the desktop is gone");
    }
  }

  /// Ends the loop. On its thread only.
  void end() {
    user.PostQuitMessage(0);
  }
}
