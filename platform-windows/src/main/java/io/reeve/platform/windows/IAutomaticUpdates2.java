package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;

/// Windows Update's own schedule. Its methods follow those of `IAutomaticUpdates`.
@ComObject.Iid("4a2f5c31-cfd9-410e-b7fb-29a653973a0f")
interface IAutomaticUpdates2 extends ComObject {
  String CLASS = "bfe18e9c-6d87-4450-b37c-e02f0b373803";

  @Slot(14)
  void get_Results(long[] results) throws OsException;
}
