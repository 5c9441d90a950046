package io.reeve.platform.windows;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.reeve.core.spi.OsException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// COM objects in use, on their thread. They are given back when the session closes.
final class ComSession implements AutoCloseable {
  private static final int RELEASE = 2;
  private static final int POINTER = 8;
  private static final int NO_OBJECT = 0x80004003;

  private final Win32 windows;
  private final Ole32 ole;
  private final OleAut32 automation;
  private final Deque<Pointer> held = new ArrayDeque<>();

  ComSession(Win32 windows) {
    this.windows = windows;
    this.ole = windows.load("ole32", Ole32.class);
    this.automation = windows.load("oleaut32", OleAut32.class);
  }

  /// A new object, and its address for those who take one.
  record Created<T extends ComObject>(long object, T face) {}

  /// A new object.
  ///
  /// @param type the identifier of its class
  <T extends ComObject> T create(String type, Class<T> face) throws OsException {
    return created(type, face).face();
  }

  <T extends ComObject> Created<T> created(String type, Class<T> face) throws OsException {
    var object = new long[1];
    int said =
        ole.CoCreateInstance(
            Guid.of(type),
            null,
            Ole32.CLSCTX_INPROC_SERVER | Ole32.CLSCTX_LOCAL_SERVER,
            Guid.of(id(face)),
            object);
    WinError.check("CoCreateInstance", said, face.getSimpleName());
    return new Created<>(object[0], at(object[0], face));
  }

  private static String id(Class<?> face) {
    return Objects.requireNonNull(face.getAnnotation(ComObject.Iid.class)).value();
  }

  /// Another face of an object that a method has given us.
  <T extends ComObject> T cast(long object, Class<T> face) throws OsException {
    return other(at(object, IUnknown.class), face);
  }

  /// The object in a variant, which keeps its own hold on it.
  <T extends ComObject> T cast(Variant variant, Class<T> face) throws OsException {
    if (variant.object() == 0) {
      throw WinError.failure(face.getSimpleName(), NO_OBJECT, "Windows gave no object");
    }
    return other(borrowed(new Pointer(variant.object()), IUnknown.class), face);
  }

  private <T extends ComObject> T other(IUnknown object, Class<T> face) throws OsException {
    var cast = new long[1];
    object.QueryInterface(Guid.of(id(face)), cast);
    return at(cast[0], face);
  }

  /// The object that a method has given us.
  <T extends ComObject> T at(long object, Class<T> face) throws OsException {
    if (object == 0) {
      throw WinError.failure(face.getSimpleName(), NO_OBJECT, "Windows gave no object");
    }
    var there = new Pointer(object);
    held.push(there);
    return borrowed(there, face);
  }

  private <T extends ComObject> T borrowed(Pointer there, Class<T> face) {
    return face.cast(
        Proxy.newProxyInstance(
            face.getClassLoader(),
            new Class<?>[] {face},
            (_, method, arguments) -> call(there, method, arguments)));
  }

  /// Lets the owner of a remote object act as us, over a connection that nobody reads.
  void authenticate(long object) throws OsException {
    int said =
        ole.CoSetProxyBlanket(
            object,
            Ole32.RPC_C_AUTHN_WINNT,
            Ole32.RPC_C_AUTHZ_NONE,
            null,
            Ole32.RPC_C_AUTHN_LEVEL_PKT_PRIVACY,
            Ole32.RPC_C_IMP_LEVEL_IMPERSONATE,
            null,
            Ole32.EOAC_NONE);
    WinError.check("CoSetProxyBlanket", said, "a connection of COM");
  }

  /// Room for a variant.
  Variant variant() {
    return new Variant(automation);
  }

  private @Nullable Object call(Pointer object, Method method, Object @Nullable [] given)
      throws OsException, InvocationTargetException {
    var arguments = given == null ? new Object[0] : given;
    var words = new ArrayList<Object>(List.of(object));
    var texts = new ArrayList<Long>();
    try {
      for (var argument : arguments) {
        words.add(word(argument, texts));
      }
      int slot = Objects.requireNonNull(method.getAnnotation(ComObject.Slot.class)).value();
      int said = (Integer) function(object, slot).invoke(Integer.class, words.toArray());
      if (said < 0) {
        throw WinError.failure(name(method), said, subject(arguments));
      }
      takeTexts(arguments, words);
      return method.getReturnType() == int.class ? said : null;
    } finally {
      texts.forEach(automation::SysFreeString);
    }
  }

  private com.sun.jna.Function function(Pointer object, int slot) {
    return windows.function(object.getPointer(0).getPointer((long) slot * POINTER));
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  /// The texts it was called with, for people.
  private static String subject(Object[] arguments) {
    for (var argument : arguments) {
      if (argument instanceof String text) {
        return text;
      }
    }
    return "Windows refused";
  }

  /// As the method takes it.
  private Object word(Object argument, List<Long> texts) {
    return switch (argument) {
      case String text -> {
        long copy = automation.SysAllocString(Wide.of(text));
        texts.add(copy);
        yield copy;
      }
      case String[] _ -> {
        var room = new Memory(POINTER);
        room.clear();
        yield room;
      }
      case Variant variant -> variant.memory();
      default -> argument;
    };
  }

  private void takeTexts(Object[] arguments, List<Object> words) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof String[] out && words.get(i + 1) instanceof Memory room) {
        out[0] = taken(room.getLong(0));
      }
    }
  }

  /// The text, which is ours to free; none is the empty one.
  private String taken(long text) {
    if (text == 0) {
      return "";
    }
    var copy = Wide.at(new Pointer(text));
    automation.SysFreeString(text);
    return copy;
  }

  @Override
  public void close() {
    while (!held.isEmpty()) {
      var object = held.pop();
      function(object, RELEASE).invoke(Integer.class, new Object[] {object});
    }
  }
}
