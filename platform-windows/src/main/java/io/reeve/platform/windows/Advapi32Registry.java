package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/// What we call of `advapi32.dll` for the registry. All of it answers an error code.
interface Advapi32Registry extends Library {
  long HKEY_LOCAL_MACHINE = 0xFFFFFFFF80000002L;
  long HKEY_USERS = 0xFFFFFFFF80000003L;
  int KEY_QUERY_VALUE = 0x1;
  int KEY_SET_VALUE = 0x2;
  int KEY_CREATE_SUB_KEY = 0x4;
  int KEY_ENUMERATE_SUB_KEYS = 0x8;
  int KEY_NOTIFY = 0x10;
  int KEY_WOW64_64KEY = 0x100;
  int REG_SZ = 1;
  int REG_EXPAND_SZ = 2;
  int REG_BINARY = 3;
  int REG_DWORD = 4;
  int REG_MULTI_SZ = 7;
  int REG_QWORD = 11;
  int REG_OPTION_NON_VOLATILE = 0;
  int REG_CREATED_NEW_KEY = 1;
  int REG_NOTIFY_CHANGE_NAME = 0x1;
  int REG_NOTIFY_CHANGE_LAST_SET = 0x4;

  int RegOpenKeyExW(long key, byte[] path, int options, int access, long[] opened);

  int RegCreateKeyExW(
      long key,
      byte[] path,
      int reserved,
      byte[] keyClass,
      int options,
      int access,
      @Nullable Pointer security,
      long[] opened,
      int[] disposition);

  int RegCloseKey(long key);

  int RegQueryValueExW(
      long key,
      byte[] name,
      int @Nullable [] reserved,
      int[] type,
      byte @Nullable [] data,
      int[] size);

  int RegSetValueExW(long key, byte[] name, int reserved, int type, byte[] data, int size);

  int RegDeleteValueW(long key, byte[] name);

  int RegDeleteKeyExW(long key, byte[] path, int access, int reserved);

  int RegQueryInfoKeyW(
      long key,
      byte @Nullable [] keyClass,
      int @Nullable [] classLength,
      int @Nullable [] reserved,
      int[] subkeys,
      int @Nullable [] longestSubkey,
      int @Nullable [] longestClass,
      int[] values,
      int @Nullable [] longestName,
      int @Nullable [] longestData,
      int @Nullable [] securitySize,
      long @Nullable [] written);

  int RegEnumKeyExW(
      long key,
      int index,
      byte[] name,
      int[] length,
      int @Nullable [] reserved,
      byte @Nullable [] keyClass,
      int @Nullable [] classLength,
      long @Nullable [] written);

  int RegEnumValueW(
      long key,
      int index,
      byte[] name,
      int[] length,
      int @Nullable [] reserved,
      int @Nullable [] type,
      byte @Nullable [] data,
      int @Nullable [] size);

  int RegNotifyChangeKeyValue(long key, int subtree, int filter, long event, int asynchronous);
}
