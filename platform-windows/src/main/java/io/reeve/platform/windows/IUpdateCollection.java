package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;

/// Updates.
@ComObject.Iid("07f7438c-7709-4ca5-b518-91279288134e")
interface IUpdateCollection extends ComObject {
  @Slot(10)
  void get_Count(int[] count) throws OsException;
}
