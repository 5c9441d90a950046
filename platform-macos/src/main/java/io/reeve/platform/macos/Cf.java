package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Objects of CoreFoundation for a few calls: all that were made are released at the end. Values
/// cross the border as property lists in XML, so that one parser reads them all.
final class Cf implements AutoCloseable {
  static final CoreFoundation CF = framework("CoreFoundation", CoreFoundation.class);
  private static final NativeLibrary SYMBOLS = NativeLibrary.getInstance("CoreFoundation");
  private static final int MAX_TEXT = 1 << 20;

  private final List<Pointer> made = new ArrayList<>();

  /// A framework of the system, its texts in UTF-8.
  static <T extends Library> T framework(String name, Class<T> api) {
    return Native.load(name, api, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));
  }

  /// A constant object that a framework exports, which nobody releases.
  static Pointer constant(NativeLibrary library, String name) {
    return library.getGlobalVariableAddress(name).getPointer(0);
  }

  static Pointer constant(String name) {
    return constant(SYMBOLS, name);
  }

  /// Takes over an object that a call gave.
  ///
  /// @throws OsException when it gave none
  Pointer own(@Nullable Pointer object, String call, PointerByReference error) throws OsException {
    if (object == null) {
      throw failure(call, error);
    }
    made.add(object);
    return object;
  }

  Pointer own(@Nullable Pointer object, String call) throws OsException {
    return own(object, call, new PointerByReference());
  }

  Pointer text(String text) throws IOException {
    return text(text.getBytes(StandardCharsets.UTF_8));
  }

  /// @param bytes in UTF-8
  Pointer text(byte[] bytes) throws IOException {
    return own(
        CF.CFStringCreateWithBytes(null, bytes, bytes.length, CoreFoundation.UTF_8, (byte) 0),
        "CFStringCreateWithBytes");
  }

  /// The object of a value.
  Pointer value(JsonNode value) throws IOException {
    var xml = PropertyList.text(value).getBytes(StandardCharsets.UTF_8);
    var data = data(xml);
    var error = new PointerByReference();
    return own(
        CF.CFPropertyListCreateWithData(null, data, 0, null, error),
        "CFPropertyListCreateWithData",
        error);
  }

  /// The value of a property list in any of its forms.
  JsonNode parsed(byte[] bytes) throws IOException {
    var error = new PointerByReference();
    var data = data(bytes);
    var object = CF.CFPropertyListCreateWithData(null, data, 0, null, error);
    return value(own(object, "CFPropertyListCreateWithData", error));
  }

  /// The value of an object.
  JsonNode value(Pointer object) throws IOException {
    var error = new PointerByReference();
    var data =
        own(
            CF.CFPropertyListCreateData(null, object, CoreFoundation.XML_FORMAT, 0, error),
            "CFPropertyListCreateData",
            error);
    return PropertyList.parse(bytes(data));
  }

  /// The bytes of a data object.
  byte[] bytes(Pointer data) {
    var bytes = CF.CFDataGetBytePtr(data);
    int length = Math.toIntExact(CF.CFDataGetLength(data));
    return bytes == null ? new byte[0] : bytes.getByteArray(0, length);
  }

  Pointer data(byte[] bytes) throws IOException {
    return own(CF.CFDataCreate(null, bytes, bytes.length), "CFDataCreate");
  }

  Pointer number(int number) throws IOException {
    var value = new IntByReference(number);
    return own(CF.CFNumberCreate(null, CoreFoundation.SINT32, value), "CFNumberCreate");
  }

  Pointer list(Pointer... values) throws IOException {
    return own(
        CF.CFArrayCreate(null, values, values.length, symbol("kCFTypeArrayCallBacks")),
        "CFArrayCreate");
  }

  Pointer dictionary(Map<Pointer, Pointer> entries) throws IOException {
    return own(
        CF.CFDictionaryCreate(
            null,
            entries.keySet().toArray(Pointer[]::new),
            entries.values().toArray(Pointer[]::new),
            entries.size(),
            symbol("kCFTypeDictionaryKeyCallBacks"),
            symbol("kCFTypeDictionaryValueCallBacks")),
        "CFDictionaryCreate");
  }

  /// A constant structure, and not what stands in it.
  private static Pointer symbol(String name) {
    return SYMBOLS.getGlobalVariableAddress(name);
  }

  /// The value of an object that a call gave, which is released too; empty when it gave none.
  Optional<JsonNode> taken(@Nullable Pointer object) throws IOException {
    if (object == null) {
      return Optional.empty();
    }
    made.add(object);
    return Optional.of(value(object));
  }

  /// What a call says went wrong.
  OsException failure(String call, PointerByReference error) {
    var object = error.getValue();
    if (object == null) {
      return new OsException(call, 0, "the system gives no reason");
    }
    made.add(object);
    var words = CF.CFErrorCopyDescription(object);
    if (words == null) {
      return new OsException(call, CF.CFErrorGetCode(object), "the system gives no reason");
    }
    made.add(words);
    return new OsException(call, CF.CFErrorGetCode(object), string(words));
  }

  /// The characters of a string object.
  String string(Pointer text) {
    var bytes = new byte[(int) Math.min(MAX_TEXT, CF.CFStringGetLength(text) * 4 + 1)];
    return CF.CFStringGetCString(text, bytes, bytes.length, CoreFoundation.UTF_8) == 0
        ? ""
        : Native.toString(bytes, "UTF-8");
  }

  @Override
  public void close() {
    made.reversed().forEach(CF::CFRelease);
    made.clear();
  }
}
