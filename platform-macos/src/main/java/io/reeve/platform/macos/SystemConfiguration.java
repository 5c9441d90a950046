package io.reeve.platform.macos;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/// The functions of SystemConfiguration (SCPreferencesSetSpecific.h, SCDynamicStoreCopySpecific.h)
/// that are used. `Boolean` is a byte.
public interface SystemConfiguration extends Library {
  @Nullable Pointer SCPreferencesCreate(
      @Nullable Pointer allocator, Pointer name, @Nullable Pointer preferences);

  byte SCPreferencesLock(Pointer preferences, byte wait);

  byte SCPreferencesUnlock(Pointer preferences);

  byte SCPreferencesSetComputerName(Pointer preferences, @Nullable Pointer name, int encoding);

  byte SCPreferencesSetLocalHostName(Pointer preferences, @Nullable Pointer name);

  byte SCPreferencesCommitChanges(Pointer preferences);

  byte SCPreferencesApplyChanges(Pointer preferences);

  @Nullable Pointer SCDynamicStoreCopyComputerName(
      @Nullable Pointer store, @Nullable Pointer encoding);

  @Nullable Pointer SCDynamicStoreCopyLocalHostName(@Nullable Pointer store);

  int SCError();

  String SCErrorString(int code);
}
