package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;

/// What every object of COM is.
@ComObject.Iid("00000000-0000-0000-c000-000000000046")
interface IUnknown extends ComObject {
  @Slot(0)
  void QueryInterface(byte[] face, long[] object) throws OsException;
}
