package io.reeve.platform.linux;

import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.NativeLongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.Optional;

/// Whether the window in front fills the screen, by Extended Window Manager Hints. X11 only: on
/// Wayland no program is told of the windows of others.
final class FullScreen implements AutoCloseable {
  private static final int SUCCESS = 0;
  private static final int MOST = 64;

  /// Held for as long as the library may call it.
  private static final X11.ErrorHandler QUIET = (_, _) -> 0;

  private final Optional<X11> library;
  private Optional<Pointer> display;

  private FullScreen(Optional<X11> library, Optional<Pointer> display) {
    this.library = library;
    this.display = display;
  }

  /// @param name of the display; empty where there is none
  static FullScreen open(String name) {
    var library =
        name.isBlank() ? Optional.<X11>empty() : OptionalLibrary.load(X11.FILE, X11.class);
    library.ifPresent(x11 -> x11.XSetErrorHandler(QUIET));
    return new FullScreen(library, library.map(x11 -> x11.XOpenDisplay(name)));
  }

  synchronized boolean isOn() {
    return library.isPresent() && display.isPresent() && isOn(library.get(), display.get());
  }

  private static boolean isOn(X11 x11, Pointer display) {
    var root = x11.XDefaultRootWindow(display);
    var active = property(x11, display, root, "_NET_ACTIVE_WINDOW");
    if (active.length == 0 || active[0] == 0) {
      return false;
    }
    long wanted = atom(x11, display, "_NET_WM_STATE_FULLSCREEN").longValue();
    for (long state : property(x11, display, new NativeLong(active[0]), "_NET_WM_STATE")) {
      if (state == wanted) {
        return true;
      }
    }
    return false;
  }

  private static NativeLong atom(X11 x11, Pointer display, String name) {
    return x11.XInternAtom(display, name, 0);
  }

  /// The values of a property of numbers; the library gives each the size of a C `long`.
  private static long[] property(X11 x11, Pointer display, NativeLong window, String name) {
    var items = new NativeLongByReference();
    var values = new PointerByReference();
    int result =
        x11.XGetWindowProperty(
            display,
            window,
            atom(x11, display, name),
            new NativeLong(0),
            new NativeLong(MOST),
            0,
            new NativeLong(0),
            new NativeLongByReference(),
            new IntByReference(),
            items,
            new NativeLongByReference(),
            values);
    var at = values.getValue();
    if (result != SUCCESS || at == null) {
      return new long[0];
    }
    var found = new long[(int) Math.min(MOST, items.getValue().longValue())];
    for (int i = 0; i < found.length; i++) {
      found[i] = at.getNativeLong((long) i * NativeLong.SIZE).longValue();
    }
    int _ = x11.XFree(at);
    return found;
  }

  @Override
  public synchronized void close() {
    display.ifPresent(each -> {
      int _ = library.orElseThrow().XCloseDisplay(each);
    });
    display = Optional.empty();
  }
}
