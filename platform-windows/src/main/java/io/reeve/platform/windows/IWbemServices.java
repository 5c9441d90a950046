package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;

/// A namespace.
@ComObject.Iid("9556dc99-828c-11cf-a37e-00aa003240c7")
interface IWbemServices extends ComObject {
  @Slot(20)
  void ExecQuery(String language, String query, int flags, long context, long[] found)
      throws OsException;
}
