package io.reeve.platform.macos;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/// The functions of CoreFoundation that are used. `CFIndex` is 64 bits wide on every Mac, `Boolean`
/// is a byte, an object is a pointer; functions with Create or Copy in their name give an object
/// that the caller releases.
public interface CoreFoundation extends Library {
  int UTF_8 = 0x08000100;
  long XML_FORMAT = 100;

  /// `kCFNumberSInt32Type`.
  long SINT32 = 3;

  void CFRelease(Pointer object);

  @Nullable Pointer CFStringCreateWithBytes(
      @Nullable Pointer allocator, byte[] bytes, long length, int encoding, byte external);

  @Nullable Pointer CFDataCreate(@Nullable Pointer allocator, byte[] bytes, long length);

  long CFDataGetLength(Pointer data);

  @Nullable Pointer CFDataGetBytePtr(Pointer data);

  @Nullable Pointer CFPropertyListCreateWithData(
      @Nullable Pointer allocator,
      Pointer data,
      long options,
      @Nullable Pointer format,
      PointerByReference error);

  @Nullable Pointer CFPropertyListCreateData(
      @Nullable Pointer allocator,
      Pointer value,
      long format,
      long options,
      PointerByReference error);

  @Nullable Pointer CFErrorCopyDescription(Pointer error);

  long CFErrorGetCode(Pointer error);

  long CFStringGetLength(Pointer text);

  byte CFStringGetCString(Pointer text, byte[] into, long size, int encoding);

  @Nullable Pointer CFPreferencesCopyAppValue(Pointer key, Pointer domain);

  byte CFPreferencesAppValueIsForced(Pointer key, Pointer domain);

  @Nullable Pointer CFPreferencesCopyValue(Pointer key, Pointer domain, Pointer user, Pointer host);

  void CFPreferencesSetValue(
      Pointer key, @Nullable Pointer value, Pointer domain, Pointer user, Pointer host);

  byte CFPreferencesSynchronize(Pointer domain, Pointer user, Pointer host);

  byte CFPreferencesAppSynchronize(Pointer domain);

  @Nullable Pointer CFNumberCreate(@Nullable Pointer allocator, long type, IntByReference value);

  @Nullable Pointer CFArrayCreate(
      @Nullable Pointer allocator, Pointer[] values, long count, Pointer callbacks);

  @Nullable Pointer CFDictionaryCreate(
      @Nullable Pointer allocator,
      Pointer[] keys,
      Pointer[] values,
      long count,
      Pointer keyCallbacks,
      Pointer valueCallbacks);

  @Nullable Pointer CFDictionaryGetValue(Pointer dictionary, Pointer key);

  byte CFBooleanGetValue(Pointer truth);

  Pointer CFRunLoopGetCurrent();

  int CFRunLoopRunInMode(Pointer mode, double seconds, byte onlyOne);

  void CFRunLoopStop(Pointer loop);

  @Nullable Pointer CFUserNotificationCreate(
      @Nullable Pointer allocator,
      double timeout,
      long flags,
      IntByReference error,
      Pointer dictionary);

  int CFUserNotificationReceiveResponse(
      Pointer notification, double timeout, LongByReference response);

  int CFUserNotificationCancel(Pointer notification);
}
