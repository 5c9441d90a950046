package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;

/// What a query found, one after the other. `Next` answers 1 at the end and 0x40004 when it took
/// too long.
@ComObject.Iid("027947e1-d731-11ce-a357-000000000001")
interface IEnumWbemClassObject extends ComObject {
  @Slot(4)
  int Next(int milliseconds, int count, long[] object, int[] returned) throws OsException;
}
