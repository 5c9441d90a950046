package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;

/// A collection, one after the other. `Next` answers 1 (S_FALSE) at the end.
@ComObject.Iid("00020404-0000-0000-c000-000000000046")
interface IEnumVARIANT extends ComObject {
  @Slot(3)
  int Next(int count, Variant item, int[] fetched) throws OsException;
}
