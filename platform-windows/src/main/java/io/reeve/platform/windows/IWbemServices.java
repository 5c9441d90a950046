package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;

/// A namespace.
@ComObject.Iid("9556dc99-828c-11cf-a37e-00aa003240c7")
interface IWbemServices extends ComObject {
  @Slot(6)
  void GetObject(String path, int flags, long context, long[] object, long result)
      throws OsException;

  @Slot(14)
  void PutInstance(long instance, int flags, long context, long result) throws OsException;

  @Slot(16)
  void DeleteInstance(String path, int flags, long context, long result) throws OsException;

  @Slot(20)
  void ExecQuery(String language, String query, int flags, long context, long[] found)
      throws OsException;

  @Slot(24)
  void ExecMethod(
      String path, String method, int flags, long context, long in, long[] out, long result)
      throws OsException;
}
