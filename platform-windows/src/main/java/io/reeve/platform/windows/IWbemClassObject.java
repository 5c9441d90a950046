package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;

/// An instance of a class, or a class.
@ComObject.Iid("dc12a681-737f-11cf-884d-00aa004b2e24")
interface IWbemClassObject extends ComObject {
  @Slot(4)
  void Get(byte[] name, int flags, Variant value, long kind, long flavor) throws OsException;

  @Slot(5)
  void Put(byte[] name, int flags, Variant value, int kind) throws OsException;

  @Slot(15)
  void SpawnInstance(int flags, long[] instance) throws OsException;

  @Slot(19)
  void GetMethod(byte[] name, int flags, long[] in, long[] out) throws OsException;
}
