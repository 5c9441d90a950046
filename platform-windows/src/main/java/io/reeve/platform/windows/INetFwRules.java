package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;

/// The firewall's rules. `Remove` removes every rule of that name.
@ComObject.Iid("9c4c6277-5027-441e-afae-ca1f542da009")
interface INetFwRules extends ComObject {
  @Slot(7)
  void get_Count(int[] count) throws OsException;

  @Slot(8)
  void Add(long rule) throws OsException;

  @Slot(9)
  void Remove(String name) throws OsException;

  @Slot(11)
  void get__NewEnum(long[] rules) throws OsException;
}
