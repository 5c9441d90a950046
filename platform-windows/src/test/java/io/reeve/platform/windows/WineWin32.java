package io.reeve.platform.windows;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.SymbolProvider;
import java.util.Map;

/// The functions of Windows that this test process can call: Windows' own, or those of the Wine
/// process that hosts the Java runtime (`host.c`), whose calling convention is another than the
/// runtime's.
final class WineWin32 implements Win32 {
  private static final int WINDOWS_CONVENTION = 4;
  private final Function symbol = Function.getFunction(pointer("reeve.wine.symbol"));
  private final Function error = Function.getFunction(pointer("reeve.wine.error"));

  private WineWin32() {}

  static boolean isHosted() {
    return System.getProperty("reeve.wine.symbol") != null;
  }

  static Win32 here() {
    return isHosted() ? new WineWin32() : Win32.ofThisSystem();
  }

  private static Pointer pointer(String property) {
    return new Pointer(Long.parseUnsignedLong(System.getProperty(property)));
  }

  @Override
  public <T extends Library> T load(String dll, Class<T> functions) {
    SymbolProvider symbols = (library, name, parent) -> address(dll, name);
    return Native.load(
        null,
        functions,
        Map.of(
            Library.OPTION_CALLING_CONVENTION,
            WINDOWS_CONVENTION,
            Library.OPTION_SYMBOL_PROVIDER,
            symbols));
  }

  @Override
  public Function function(Pointer code) {
    return Function.getFunction(code, WINDOWS_CONVENTION);
  }

  private long address(String dll, String name) {
    long address = symbol.invokeLong(new Object[] {dll, name});
    if (address == 0) {
      throw new UnsatisfiedLinkError("Wine has no " + name + " in " + dll);
    }
    return address;
  }

  @Override
  public int lastError() {
    return error.invokeInt(new Object[0]);
  }
}
