package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;

/// The way into Windows Update.
@ComObject.Iid("816858a4-260d-4260-933a-2585f1abc76b")
interface IUpdateSession extends ComObject {
  String CLASS = "4cb43d7f-7eee-4906-8698-60da1c38f2fe";

  @Slot(12)
  void CreateUpdateSearcher(long[] searcher) throws OsException;
}
