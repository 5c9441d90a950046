package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/// What we call of `ncrypt.dll` (the key storage of CNG). All of it answers a status, 0 for
/// success.
interface Ncrypt extends Library {
  int NCRYPT_MACHINE_KEY_FLAG = 0x20;
  int NCRYPT_SILENT_FLAG = 0x40;
  int NCRYPT_ALLOW_SIGNING_FLAG = 0x2;

  int NCryptOpenStorageProvider(long[] provider, byte[] name, int flags);

  int NCryptCreatePersistedKey(
      long provider, long[] key, byte[] algorithm, byte @Nullable [] name, int kind, int flags);

  int NCryptSetProperty(long object, byte[] name, byte[] value, int size, int flags);

  int NCryptFinalizeKey(long key, int flags);

  int NCryptOpenKey(long provider, long[] key, byte[] name, int kind, int flags);

  int NCryptExportKey(
      long key,
      long exporting,
      byte[] form,
      @Nullable Pointer parameters,
      byte @Nullable [] blob,
      int size,
      int[] needed,
      int flags);

  /// Lets the key's handle go, too.
  int NCryptDeleteKey(long key, int flags);

  int NCryptFreeObject(long object);
}
