package io.reeve.platform.macos;

import com.sun.jna.Callback;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The runtime of Objective-C: classes, and messages to objects. A message is sent with exactly the
/// arguments that it takes, never as to a function of variable ones, which Apple silicon calls
/// otherwise. `NSInteger` is a `long`, `CGFloat` a `double`, `BOOL` a byte.
final class ObjC {
  static final byte YES = 1;
  static final byte NO = 0;
  private static final NativeLibrary RUNTIME = NativeLibrary.getInstance("objc");
  private static final Function SEND = RUNTIME.getFunction("objc_msgSend");

  private ObjC() {}

  /// What a method of ours is: it takes one object and gives none.
  @FunctionalInterface
  interface Method extends Callback {
    void invoke(Pointer self, Pointer selector, @Nullable Pointer argument);
  }

  /// `NSSize` and `NSPoint`.
  @FieldOrder({"x", "y"})
  public static class Pair extends Structure {
    public double x;
    public double y;

    public Pair() {}

    Pair(double x, double y) {
      this.x = x;
      this.y = y;
    }

    /// As an argument.
    public static final class ByValue extends Pair implements Structure.ByValue {
      public ByValue() {}

      ByValue(double x, double y) {
        super(x, y);
      }
    }
  }

  static Pointer type(String name) {
    return Objects.requireNonNull(
        (Pointer) RUNTIME.getFunction("objc_getClass").invoke(Pointer.class, new Object[] {name}),
        name);
  }

  static Pointer selector(String name) {
    return (Pointer)
        RUNTIME.getFunction("sel_registerName").invoke(Pointer.class, new Object[] {name});
  }

  /// Sends a message that gives an object, or nothing.
  static @Nullable Pointer send(Pointer receiver, String selector, @Nullable Object... arguments) {
    return (Pointer) SEND.invoke(Pointer.class, all(receiver, selector, arguments));
  }

  /// Sends a message that gives an object.
  static Pointer get(Pointer receiver, String selector, @Nullable Object... arguments) {
    return Objects.requireNonNull(send(receiver, selector, arguments), selector);
  }

  /// Sends a message that gives a number.
  static long number(Pointer receiver, String selector) {
    return (Long) SEND.invoke(Long.class, all(receiver, selector));
  }

  private static @Nullable Object[] all(
      Pointer receiver, String selector, @Nullable Object... arguments) {
    var all = new Object[arguments.length + 2];
    all[0] = receiver;
    all[1] = selector(selector);
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return all;
  }

  /// An object of a new class. The methods are to be held as long as it lives.
  ///
  /// @param methods by selector, one argument each
  static Pointer object(String name, java.util.Map<String, Method> methods) {
    var pair =
        (Pointer)
            RUNTIME
                .getFunction("objc_allocateClassPair")
                .invoke(Pointer.class, new Object[] {type("NSObject"), name, 0L});
    methods.forEach((selector, method) ->
        RUNTIME
            .getFunction("class_addMethod")
            .invoke(Byte.class, new Object[] {pair, selector(selector), method, "v@:@"}));
    RUNTIME.getFunction("objc_registerClassPair").invoke(Void.class, new Object[] {pair});
    return get(get(pair, "alloc"), "init");
  }
}
