package io.reeve.platform.linux;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.NativeLongByReference;
import com.sun.jna.ptr.PointerByReference;

/// What we call of libX11, by XOpenDisplay(3) and XGetWindowProperty(3).
interface X11 extends Library {
  String FILE = "libX11.so.6";

  Pointer XOpenDisplay(String name);

  int XCloseDisplay(Pointer display);

  NativeLong XDefaultRootWindow(Pointer display);

  NativeLong XInternAtom(Pointer display, String name, int onlyIfExists);

  int XGetWindowProperty(
      Pointer display,
      NativeLong window,
      NativeLong property,
      NativeLong offset,
      NativeLong length,
      int delete,
      NativeLong type,
      NativeLongByReference actualType,
      IntByReference actualFormat,
      NativeLongByReference items,
      NativeLongByReference bytesAfter,
      PointerByReference values);

  int XFree(Pointer data);

  /// Takes the place of the one that ends the process.
  Pointer XSetErrorHandler(ErrorHandler handler);

  /// A window may go while it is asked about; that is no error to us.
  interface ErrorHandler extends Callback {
    int failed(Pointer display, Pointer event);
  }
}
