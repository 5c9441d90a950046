package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;

/// When Windows Update last did what.
@ComObject.Iid("e7a4d634-7942-4dd9-a111-82228ba33901")
interface IAutomaticUpdatesResults extends ComObject {
  @Slot(7)
  void get_LastSearchSuccessDate(Variant at) throws OsException;
}
