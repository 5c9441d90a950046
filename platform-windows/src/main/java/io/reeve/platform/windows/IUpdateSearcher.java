package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;

/// Searches updates; not online means in what was loaded before.
@ComObject.Iid("8f45abf1-f9ae-4b95-a933-f0f66e5056ea")
interface IUpdateSearcher extends ComObject {
  @Slot(19)
  void Search(String criteria, long[] result) throws OsException;

  @Slot(21)
  void put_Online(short online) throws OsException;
}
